/**
 * How much more often two items stand near each other than chance has it: a sparse symmetric matrix of positive pointwise
 * mutual information, from pairs up to five steps apart in a history, each step further apart weighing .8 of the one before.
 *
 *   C(i, j) = Σ over pairs s ≤ 5 steps apart, .8^(s-1)        PPMI(i, j) = max(0, ln (C(i, j) · ΣC / (C(i) · C(j))))
 *
 * Levy and Goldberg (2014) showed that its factors are what skip-gram learns. Cost: interactions × 10 additions.
 */

import type { Histories, ItemRows } from '../histories.ts'
import { itemOccurrences } from '../item-occurrences.ts'
import { ItemRowCollector } from '../item-rows.ts'

const window = 5
const decay = 0.8
/** Cells in all: 240 MB, and some ten seconds of products. The strongest neighbours of each item decide. */
const cellCountMax = 20_000_000
const [neighbourCountFewest, neighbourCountMost] = [64, 4096]

const neighbourCountMax = (itemCount: number): number =>
  Math.max(neighbourCountFewest, Math.min(neighbourCountMost, Math.floor(cellCountMax / Math.max(1, itemCount))))

export function positiveMutualInformation(histories: Histories): ItemRows {
  const counts = nearCounts(histories)
  const totals = rowTotals(counts)
  let total = 0
  for (const rowTotal of totals) total += rowTotal
  const weights = new Float32Array(counts.weights.length)
  for (let row = 0; row + 1 < counts.offsets.length; row++)
    for (let at = counts.offsets[row]!; at < counts.offsets[row + 1]!; at++) {
      const expected = totals[row]! * totals[counts.items[at]!]!
      weights[at] = Math.max(0, Math.log((counts.weights[at]! * total) / expected))
    }
  return { offsets: counts.offsets, items: counts.items, weights }
}

function nearCounts(histories: Histories): ItemRows {
  const { items, itemCount } = histories
  const occurrences = itemOccurrences(histories)
  const userOf = usersOfPositions(histories)
  const decays = Float32Array.from({ length: window }, (_, step) => decay ** step)
  const collector = new ItemRowCollector(itemCount, itemCount)
  const countMax = neighbourCountMax(itemCount)
  for (let item = 0; item < itemCount; item++) {
    for (let at = occurrences.offsets[item]!; at < occurrences.offsets[item + 1]!; at++) {
      const position = occurrences.positions[at]!
      for (let step = 1; step <= window; step++) {
        if (userOf[position - step] === userOf[position]) collector.add(items[position - step]!, decays[step - 1]!)
        if (userOf[position + step] === userOf[position]) collector.add(items[position + step]!, decays[step - 1]!)
      }
    }
    collector.endRow(countMax, 1)
  }
  return collector.finish()
}

function usersOfPositions({ offsets, userCount, items }: Histories): Uint32Array {
  const users = new Uint32Array(items.length)
  for (let user = 0; user < userCount; user++) users.fill(user, offsets[user], offsets[user + 1])
  return users
}

function rowTotals({ offsets, weights }: ItemRows): Float64Array {
  const totals = new Float64Array(offsets.length - 1)
  for (let row = 0; row < totals.length; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) totals[row]! += weights[at]!
  return totals
}
