/**
 * Returns: how often users come back to an item they have had, so that a blend can offer an item of the history again, the
 * latest first or the most frequent first, by the form in which the history is read.
 *
 *   r(i) = (returns to i + shrinkage · mean) / (interactions with i + shrinkage)      row i: nothing but i, with r(i)
 *
 * One number added to all items of a history cannot say that: with it, whoever clicks and then buys is offered the whole
 * history. Rows are empty where nobody ever returns. Cost: one pass.
 */

import type { Histories, ItemRows } from '../histories.ts'
import { type ReturnsOptions, returnsDefaults } from './params.ts'

export function fitReturns(histories: Histories, { shrinkage }: ReturnsOptions = returnsDefaults): ItemRows {
  const { itemCount } = histories
  const { all, again, mean } = countsOf(histories)
  if (mean === 0)
    return { offsets: new Uint32Array(itemCount + 1), items: new Uint32Array(0), weights: new Float32Array(0) }
  return {
    offsets: Uint32Array.from({ length: itemCount + 1 }, (_, item) => item),
    items: Uint32Array.from({ length: itemCount }, (_, item) => item),
    weights: Float32Array.from(all, (count, item) => (again[item]! + shrinkage * mean) / (count + shrinkage)),
  }
}

function countsOf({ offsets, items, weights, userCount, itemCount }: Histories) {
  const all = new Float64Array(itemCount)
  const again = new Float64Array(itemCount)
  /** One more than the place where an item was last seen. */
  const seen = new Uint32Array(itemCount)
  for (let user = 0; user < userCount; user++) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
      const item = items[at]!
      const worth = weights?.[at] ?? 1
      all[item]! += worth
      if (seen[item]! > offsets[user]!) again[item]! += worth
      seen[item] = at + 1
    }
  }
  const total = all.reduce((sum, count) => sum + count, 0)
  return { all, again, mean: total > 0 ? again.reduce((sum, count) => sum + count, 0) / total : 0 }
}
