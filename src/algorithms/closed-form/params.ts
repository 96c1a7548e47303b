/**
 * A square matrix between items that was found in closed form: what an item of the history says of every item. The catalogue
 * may be larger; items without a row score 0. `sparseRows` makes it into the rows that are kept and asked.
 */

export interface ClosedFormParams {
  readonly itemCount: number
  /** Items of the rows and columns, ascending. */
  readonly items: Uint32Array<ArrayBuffer>
  /** Row-major, items.length². */
  readonly matrix: Float32Array<ArrayBuffer>
}

/** What both closed forms may be told. */
export interface ClosedFormOptions {
  /** The most used items up to this many have a row: time grows with its cube, memory with its square. */
  readonly itemCountMax: number
  /** Ridge; undefined: `lambdaOf` the data. */
  readonly lambda?: number
}
