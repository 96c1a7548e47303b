/**
 * The answer for one item: its neighbours, nearest first, then popular items that are not among them. An unknown item
 * (-1) and one with too few common users get popular items, as the matched service answers [doc].
 */

import type { CoOccurrenceParams } from './params.ts'

export function relatedItems({ neighbours, popular }: CoOccurrenceParams, item: number, count: number): number[] {
  const row = item < 0 ? [] : neighbours.items.subarray(neighbours.offsets[item]!, neighbours.offsets[item + 1]!)
  const found = Array.from(row.slice(0, count))
  if (found.length >= count) return found
  const taken = new Set([item, ...found])
  for (const other of popular) {
    if (found.length >= count) break
    if (!taken.has(other)) found.push(other)
  }
  return found
}
