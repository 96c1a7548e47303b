/**
 * A square matrix between items that was found in closed form. The catalogue may be larger: only `items` have a row and a
 * column, the rest score 0.
 *
 *   s(j) = Σ_k historyDecay^k · matrix(history[-1-k], j),  k = 0 … historyWindow - 1
 */

export interface ClosedFormParams {
  readonly itemCount: number
  /** Items of the rows and columns, ascending. */
  readonly items: Uint32Array<ArrayBuffer>
  /** Row-major, items.length²: what an item of the history says of every item. */
  readonly matrix: Float32Array<ArrayBuffer>
  readonly historyWindow: number
  readonly historyDecay: number
}

/** What both closed forms may be told; each has a default by a rule in the data. */
export interface ClosedFormOptions {
  /** The most used items up to this many have a row: time grows with its cube, memory with its square. */
  readonly itemCountMax: number
  /** Ridge; undefined: `lambdaOf` the data. */
  readonly lambda?: number
  readonly historyWindow: number
  readonly historyDecay: number
}

/** Means of a fit. The thread count changes how long it takes and no bit of the result. */
export interface ClosedFormFit {
  readonly threadCount: number
  readonly signal?: AbortSignal | undefined
  /** The same bytes on every processor, somewhat slower. */
  readonly deterministic?: boolean
}
