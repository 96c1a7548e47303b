/** What the similar-items algorithm is told. What it learns has the form of co-occurrence: rows of neighbours. */

export interface SimilarItemsOptions {
  /** 0 lets popular items win where they are as near as others; 1 counts correlation alone. */
  readonly popularityDiscountFactor: number
  /** Width of the vectors learned from interactions. */
  readonly interactionDimension: number
  /** Width of the vectors learned from metadata. */
  readonly metadataDimension: number
  readonly neighbourCountMax: number
  readonly seed: number
  /** Of the memory in which vectors are learned from interactions; more users than fit are read in part. */
  readonly byteCountMax?: number
}
