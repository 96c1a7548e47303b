/**
 * Popularity by distinct users: an item's count is the number of users with at least one interaction with it [doc].
 * Order: most users first, ties by item index. Cost: one pass over the interactions and a sort of the items.
 */

import type { Histories } from '../histories.ts'
import type { PopularityParams } from './params.ts'

export function fitPopularity(histories: Histories): PopularityParams {
  const userCounts = distinctUserCounts(histories)
  return { userCounts, order: orderByWeight(userCounts) }
}

export function distinctUserCounts({ userCount, itemCount, offsets, items }: Histories): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(itemCount)
  /** User that was last counted, plus one. */
  const lastUser = new Uint32Array(itemCount)
  for (let user = 0; user < userCount; user++) {
    for (let position = offsets[user]!; position < offsets[user + 1]!; position++) {
      const item = items[position]!
      if (lastUser[item] === user + 1) continue
      lastUser[item] = user + 1
      counts[item]! += 1
    }
  }
  return counts
}

/** Item indices, heaviest first, ties by index. */
export const orderByWeight = (weights: ArrayLike<number>): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: weights.length }, (_, item) => item).sort((a, b) => weights[b]! - weights[a]! || a - b)
