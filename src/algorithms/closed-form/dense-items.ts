/** Which items have a row in a dense matrix: the most used ones, ties by index. */

import type { Histories } from '../histories.ts'

export interface DenseItems {
  /** Ascending. */
  readonly items: Uint32Array<ArrayBuffer>
  /** Row of each item of the catalogue, -1 for none. */
  readonly rows: Int32Array<ArrayBuffer>
}

export function denseItems({ items, itemCount }: Histories, countMax: number): DenseItems {
  const counts = new Uint32Array(itemCount)
  for (let position = 0; position < items.length; position++) counts[items[position]!]! += 1
  const used = Uint32Array.from(counts.keys()).filter(item => counts[item]! > 0)
  const kept = used
    .toSorted((a, b) => counts[b]! - counts[a]! || a - b)
    .subarray(0, countMax)
    .toSorted()
  const rows = new Int32Array(itemCount).fill(-1)
  for (const [row, item] of kept.entries()) rows[item] = row
  return { items: kept, rows }
}

/** Interactions with items that have a row. */
export function keptCount({ items }: Histories, rows: Int32Array): number {
  let count = 0
  for (let position = 0; position < items.length; position++) if (rows[items[position]!]! >= 0) count++
  return count
}
