/**
 * What is known of every interaction beside its item and context: when it was, and of which type. By the place it was read
 * at, so that parts of the histories find it (`Histories.origin`). `datasets/snapshot.ts` reads it; the sequence model takes it.
 */

export interface EventFacts {
  /** Epoch seconds. */
  readonly times: Float64Array<ArrayBuffer>
  /** Where more than one is there; a code is one more than the value's place, 0 stands for none. */
  readonly types?: EventTypes
}

export interface EventTypes {
  readonly values: readonly string[]
  readonly codes: Uint32Array<ArrayBuffer>
}
