/** What the co-occurrence algorithm is told and what it learns. */

import type { ItemRows } from '../histories.ts'

export interface CoOccurrenceOptions {
  /** 0 counts common users, so that popular items win; 1 asks only for correlation. */
  readonly popularityDiscountFactor: number
  /** Pairs with fewer common users are no neighbours. */
  readonly minCointeractionCount: number
  /** Items outside these percentiles of interaction count are nobody's neighbours and have none. */
  readonly minItemInteractionCountPercentile: number
  readonly maxItemInteractionCountPercentile: number
  readonly neighbourCountMax: number
}

export interface CoOccurrenceParams {
  /** Row per item: its neighbours, nearest first. */
  readonly neighbours: ItemRows
  /** All items, most users first: what is answered when neighbours are lacking. */
  readonly popular: Uint32Array<ArrayBuffer>
}
