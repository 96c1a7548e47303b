/**
 * Port: what was streamed and is not yet in a segment. An append-only log of entries, each of one stream (a dataset);
 * `append` resolves only once the entry is on disk, several together in one sync. After a crash everything acknowledged is
 * there, in order, and what was not acknowledged is there whole or not at all.
 *
 * A stream's entries are given up (`release`) once segments hold them, or their dataset is gone.
 */

export interface LogEntry {
  /** Counts entries of all streams, from 1, without gaps, across restarts. */
  readonly sequence: number
  readonly stream: string
  readonly payload: string
}

export interface EventLog {
  /** Gives the entry's sequence. Appends resolve in the order of their sequences. */
  append(stream: string, payload: string): Promise<number>
  /** Of the last acknowledged entry; 0 when there never was one. */
  readonly lastSequence: number
  /** Acknowledged entries of a stream that come after a sequence, oldest first, some at a time. */
  read(stream: string, after: number): AsyncIterable<readonly LogEntry[]>
  /** Streams with entries that are not released, each with the sequence of its last one. */
  streams(): ReadonlyMap<string, number>
  /** The next entry gets a later sequence than this one: segments may know more than a log that was restored or lost. */
  advance(sequence: number): Promise<void>
  /** The entries of the stream up to this sequence are not needed any more. */
  release(stream: string, through: number): Promise<void>
  /** Until the function it gives is called, released entries can still be read. */
  hold(): () => Promise<void>
  close(): Promise<void>
}
