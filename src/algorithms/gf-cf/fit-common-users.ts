/**
 * Fits the filter over common users; see `params.ts`. Weights of interactions count, repeats do not. Cost: one addition for
 * each pair of items of a user, within a budget, and memory for the rows that are kept.
 */

import type { Histories, ItemRows } from '../histories.ts'
import { ItemRowCollector } from '../item-rows.ts'
import { allItems, rowSums, transposed, userRows } from '../sparse-matrix.ts'
import { type CommonUserOptions, pairBudget } from './params.ts'

/** Of the item that is asked with, and of the length of a history. */
const [itemExponent, userExponent] = [0.5, 0.75]

export function fitCommonUsers(histories: Histories, { discount, countMax }: CommonUserOptions): ItemRows {
  const { itemCount } = histories
  const users = userRows(histories, allItems(itemCount), pairBudget)
  const items = transposed(users, itemCount)
  const itemSums = rowSums(items)
  const asked = itemSums.map(powerOf(itemExponent))
  const offered = itemSums.map(powerOf(discount))
  const byUser = rowSums(users).map(powerOf(userExponent))
  const collector = new ItemRowCollector(itemCount, itemCount)
  for (let item = 0; item < itemCount; item++) {
    for (let place = items.offsets[item]!; place < items.offsets[item + 1]!; place++) {
      const user = items.columns[place]!
      const weight = items.values[place]! * byUser[user]!
      for (let at = users.offsets[user]!; at < users.offsets[user + 1]!; at++) {
        const other = users.columns[at]!
        collector.add(other, weight * users.values[at]! * offered[other]!)
      }
    }
    collector.endRow(countMax, asked[item]!)
  }
  return collector.finish()
}

const powerOf =
  (exponent: number) =>
  (sum: number): number =>
    sum > 0 ? sum ** -exponent : 0
