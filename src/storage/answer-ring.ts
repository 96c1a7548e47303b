/**
 * Port: answers that were given, within a bound of bytes; the oldest make room for the newest. Giving an answer never waits
 * for it: `add` returns at once and the text goes to disk soon after. What was written survives the end of the process, in
 * whatever way it ends; what was not is lost, as is what came faster than it could be written.
 */

export interface KeptText {
  readonly id: string
  readonly text: string
}

export interface AnswerRing {
  /** False when the answer is not kept: too much waits to be written, or it is larger than the whole ring. */
  add(id: string, text: string): boolean
  /** The last text of this id. Undefined: it is gone, or was never there. */
  find(id: string): Promise<string | undefined>
  /** The newest of those written before the ring was opened, oldest first, some at a time; about so many bytes of them. */
  former(byteCountMax: number): AsyncIterable<readonly KeptText[]>
  /** Texts added before the call, of those it says so; resolves once the disk no longer has them. */
  remove(isUnwanted: (text: string) => boolean): Promise<void>
  /** Answers that were not kept since the ring was opened. */
  readonly droppedCount: number
  /** Writes what waits. */
  close(): Promise<void>
}
