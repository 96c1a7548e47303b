/**
 * Item-item collaborative filtering on co-occurrence: items are near when many of the users of one are users of the
 * other.
 *
 *   c(i, j)     = Σ over the n users who interacted with both, 1 / √(number of their items)
 *   score(i, j) = n / (n + shrinkage) · c / users(j)^popularityDiscountFactor
 *
 * Within a row users(i) is constant, so a factor of 0.5 orders as the cosine does and 1 as the lift does. The first
 * term keeps pairs of rare items that met by chance from the top (Bell and Koren, 2007); the weights of users keep those
 * with long histories from deciding. A row of fewer than `shortRow` such pairs goes on with those below the minimum, which
 * still know more of the item than its popularity does. Cost: the sum over users of the square of their distinct items, held under a budget
 * by looking at only the newest items of long histories; memory is O(interactions + items · neighbours).
 */

import type { Histories } from '../histories.ts'
import { ItemRowCollector } from '../item-rows.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { ItemPairs } from './pairs.ts'
import type { CoOccurrenceOptions, CoOccurrenceParams } from './params.ts'

/** Users. `docs/decisions/0221-users-with-long-histories-count-less.md`. */
const shrinkage = 20

/** What a request gets where it does not say how many. */
const shortRow = 25
/** Puts pairs below the minimum behind all others; nothing reads a weight but the order of its row. */
const behind = 1e-9

export function fitCoOccurrence(histories: Histories, options: CoOccurrenceOptions): CoOccurrenceParams {
  const pairs = new ItemPairs(histories)
  const { userCounts, shared } = pairs
  const admitted = admittedItems(userCounts, options)
  const discounts = Float64Array.from(userCounts, count => 1 / Math.max(count, 1) ** options.popularityDiscountFactor)
  const collector = new ItemRowCollector(histories.itemCount, histories.itemCount)
  const countMin = Math.max(1, options.minCointeractionCount)
  for (let item = 0; item < histories.itemCount; item++) {
    if (admitted[item]) pairs.add(item, collector)
    let neighbourCount = 0
    for (const other of collector.touched) {
      const users = shared[other]!
      const isNeighbour = other !== item && admitted[other] === 1
      const isTrusted = isNeighbour && users >= countMin
      const score = ((collector.weights[other]! * users) / (users + shrinkage)) * discounts[other]!
      collector.weights[other] = isTrusted ? score : isNeighbour ? score * behind : 0
      if (isTrusted) neighbourCount++
    }
    collector.endRow(Math.min(options.neighbourCountMax, Math.max(neighbourCount, shortRow)), 1)
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
