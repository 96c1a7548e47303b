/**
 * Sparse rows of a dense square matrix: of each row the entries furthest from zero. A closed-form matrix has most of its
 * weight in a few hundred entries a row; the rest is noise that a model file need not carry. Entries of a row stay in order
 * of index, which memory likes when they are added up.
 */

import type { ItemRows } from '../histories.ts'

export function prunedRows(dense: Float32Array, itemCount: number, countMax: number): ItemRows {
  const kept = Math.min(countMax, itemCount)
  const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, row) => row * kept)
  const items = new Uint32Array(itemCount * kept)
  const weights = new Float32Array(itemCount * kept)
  const sizes = new Float32Array(itemCount)
  for (let row = 0; row < itemCount; row++) {
    const from = row * itemCount
    for (let item = 0; item < itemCount; item++) sizes[item] = Math.abs(dense[from + item]!)
    const least = kept < itemCount ? sizes.toSorted()[itemCount - kept]! : 0
    let at = row * kept
    let ties = kept - countAbove(sizes, least)
    for (let item = 0; item < itemCount; item++) {
      if (sizes[item]! < least || (sizes[item] === least && ties-- <= 0)) continue
      items[at] = item
      weights[at++] = dense[from + item]!
    }
  }
  return { offsets, items, weights }
}

function countAbove(sizes: Float32Array, least: number): number {
  let count = 0
  for (let item = 0; item < sizes.length; item++) if (sizes[item]! > least) count++
  return count
}
