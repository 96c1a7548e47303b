/**
 * What a model of users says of items beside its scores, by item index: places of new items, what an objective adds, which
 * items may be recommended, and what exploration goes by.
 */

import type { NewItemsParams } from '../new-items/params.ts'

export interface ItemFacts {
  readonly newItems?: NewItemsParams
  /** Added to scores, in standard deviations of the scores of a history. */
  readonly boosts?: Float32Array<ArrayBuffer>
  /** 1 for items that may be recommended; absent: all. */
  readonly allowed?: Uint8Array<ArrayBuffer>
  /** From an item's creation to the newest interaction of all, at training time. */
  readonly ageDays: Float32Array<ArrayBuffer>
  /** Distinct users of each item at training time. */
  readonly userCounts: Uint32Array<ArrayBuffer>
}
