/** What the trending algorithm is told and what it learns. */

export interface TrendingOptions {
  /** Length of the time steps that are compared. */
  readonly stepSeconds: number
  /** Epoch seconds up to which interactions count; absent: the newest of all. */
  readonly end?: number
}

export interface TrendingParams {
  /** Item indices, steepest rise first; items that do not rise follow by popularity. */
  readonly order: Uint32Array<ArrayBuffer>
  /** Of every item: how far its latest step lies above what its past makes likely, in standard deviations; or 0. */
  readonly rises: Float32Array<ArrayBuffer>
}
