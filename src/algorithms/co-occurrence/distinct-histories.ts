/**
 * The newest distinct items of each user, no more per user than keeps the number of pairs within a budget. Counting
 * pairs costs the square of a history, so a few very long ones would cost more than all others together.
 */

import type { Histories } from '../histories.ts'

export interface DistinctHistories extends Histories {
  /** User of each position. */
  readonly userOf: Uint32Array<ArrayBuffer>
}

export function distinctHistories(histories: Histories, pairBudget: number): DistinctHistories {
  const { userCount, itemCount } = histories
  const cap = lengthCap(histories, pairBudget)
  const offsets = new Uint32Array(userCount + 1)
  const items = new Uint32Array(histories.items.length)
  const userOf = new Uint32Array(histories.items.length)
  const lastUser = new Uint32Array(itemCount)
  let end = 0
  for (let user = 0; user < userCount; user++) {
    const full = Math.min(histories.items.length, end + cap)
    for (let position = histories.offsets[user + 1]! - 1; position >= histories.offsets[user]!; position--) {
      const item = histories.items[position]!
      if (lastUser[item] === user + 1 || end === full) continue
      lastUser[item] = user + 1
      userOf[end] = user
      items[end++] = item
    }
    offsets[user + 1] = end
  }
  return {
    userCount,
    itemCount,
    offsets,
    items: items.slice(0, end),
    userOf: userOf.slice(0, end),
    times: new Float64Array(0),
  }
}

/** The longest history length, halved until all pairs of histories cut to it fit the budget; never below 50. */
export function lengthCap({ offsets, userCount }: Histories, pairBudget: number): number {
  let longest = 0
  for (let user = 0; user < userCount; user++) longest = Math.max(longest, offsets[user + 1]! - offsets[user]!)
  let cap = Math.max(longest, 1)
  while (cap > 50 && pairCount(offsets, userCount, cap) > pairBudget) cap = Math.max(50, cap >>> 1)
  return cap
}

function pairCount(offsets: Uint32Array, userCount: number, cap: number): number {
  let pairs = 0
  for (let user = 0; user < userCount; user++) pairs += Math.min(cap, offsets[user + 1]! - offsets[user]!) ** 2
  return pairs
}
