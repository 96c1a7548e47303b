/**
 * Item-item collaborative filtering on co-occurrence: items are near when many of the users of one are users of the
 * other.
 *
 *   c(i, j)     = Σ over the n users who interacted with both, 1 / √(number of their items)
 *   score(i, j) = n / (n + shrinkage) · c / users(j)^popularityDiscountFactor
 *
 * Within a row users(i) is constant, so a factor of 0.5 orders as the cosine does and 1 as the lift does. The first
 * term keeps pairs of rare items that met by chance from the top (Bell and Koren, 2007); the weights of users keep those
 * with long histories from deciding. Cost: the sum over users of the square of their distinct items, held under a budget
 * by looking at only the newest items of long histories; memory is O(interactions + items · neighbours).
 */

import type { Histories } from '../histories.ts'
import { ItemRowCollector } from '../item-rows.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { ItemPairs } from './pairs.ts'
import type { CoOccurrenceOptions, CoOccurrenceParams } from './params.ts'

/** Users. `docs/decisions/0221-users-with-long-histories-count-less.md`. */
const shrinkage = 20

export function fitCoOccurrence(histories: Histories, options: CoOccurrenceOptions): CoOccurrenceParams {
  const pairs = new ItemPairs(histories)
  const { userCounts, shared } = pairs
  const admitted = admittedItems(userCounts, options)
  const discounts = Float64Array.from(userCounts, count => 1 / Math.max(count, 1) ** options.popularityDiscountFactor)
  const collector = new ItemRowCollector(histories.itemCount, histories.itemCount)
  const countMin = Math.max(1, options.minCointeractionCount)
  for (let item = 0; item < histories.itemCount; item++) {
    if (admitted[item]) pairs.add(item, collector)
    for (const other of collector.touched) {
      const users = shared[other]!
      const isNeighbour = other !== item && users >= countMin && admitted[other]
      const trusted = (collector.weights[other]! * users) / (users + shrinkage)
      collector.weights[other] = isNeighbour ? trusted * discounts[other]! : 0
    }
    collector.endRow(options.neighbourCountMax, 1)
  }
  return { neighbours: collector.finish(), popular: orderByWeight(userCounts) }
}

/** 1 for items whose count lies within the percentiles. */
function admittedItems(counts: Uint32Array, options: CoOccurrenceOptions): Uint8Array {
  const sorted = counts.filter(count => count > 0).sort()
  const least = countAtShare(sorted, options.minItemInteractionCountPercentile)
  const most = countAtShare(sorted, options.maxItemInteractionCountPercentile)
  return Uint8Array.from(counts, count => (count > 0 && count >= least && count <= most ? 1 : 0))
}

/** The count of the item at which this share of all interactions is reached, rarest items first; of nothing, 0. */
function countAtShare(sorted: Uint32Array, share: number): number {
  const wanted = share * sorted.reduce((sum, count) => sum + count, 0)
  let reached = 0
  for (const count of sorted) {
    reached += count
    if (reached >= wanted) return count
  }
  return sorted.at(-1) ?? 0
}
