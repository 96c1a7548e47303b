/**
 * Where each item occurs: the positions of all interactions, grouped by item, in order of position. Lets an algorithm
 * build the row of one item at a time in a single dense accumulator, so memory stays O(interactions + items) however
 * many pairs there are. Cost: two passes over the interactions (a counting sort).
 */

import type { Histories } from './histories.ts'

export interface ItemOccurrences {
  /** One more than there are items. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly positions: Uint32Array<ArrayBuffer>
}

export function itemOccurrences(histories: Histories): ItemOccurrences {
  const { items, itemCount } = histories
  const offsets = new Uint32Array(itemCount + 1)
  for (let position = 0; position < items.length; position++) offsets[items[position]! + 1]! += 1
  for (let item = 0; item < itemCount; item++) offsets[item + 1]! += offsets[item]!
  const next = offsets.slice(0, itemCount)
  const positions = new Uint32Array(items.length)
  for (let position = 0; position < items.length; position++) positions[next[items[position]!]!++] = position
  return { offsets, positions }
}
