/** What `fitReturns` is told; it learns rows of one item each, as a blend asks them (`ItemRows`). */

export interface ReturnsOptions {
  /** Interactions at the catalogue's mean rate that an item's own rate is weighed against. */
  readonly shrinkage: number
}

/** An item that was taken twenty times is believed half: `docs/decisions/0260-returns-are-a-part-of-the-blend.md`. */
export const returnsDefaults: ReturnsOptions = { shrinkage: 20 }
