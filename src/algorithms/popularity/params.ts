/** What the popularity algorithm learns. */

export interface PopularityParams {
  /** Distinct users per item. */
  readonly userCounts: Uint32Array<ArrayBuffer>
  /** Item indices, most users first, ties by index. */
  readonly order: Uint32Array<ArrayBuffer>
}
