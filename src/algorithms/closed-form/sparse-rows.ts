/**
 * A closed form as sparse rows of the whole catalogue: of each row the entries furthest from zero. Most of its weight lies in
 * a few hundred entries a row; the rest a model file need not carry. Entries of a row stay in order of index, which memory
 * likes when they are added up. Items without a row of their own get an empty one.
 */

import { selectLargest } from '../../kernels/select.ts'
import type { ItemRows } from '../histories.ts'
import type { ClosedFormParams } from './params.ts'

export function sparseRows({ itemCount, items: known, matrix }: ClosedFormParams, countMax: number): ItemRows {
  const size = known.length
  const kept = Math.min(countMax, size)
  const offsets = new Uint32Array(itemCount + 1)
  for (let row = 0; row < size; row++) offsets[known[row]! + 1] = kept
  for (let item = 0; item < itemCount; item++) offsets[item + 1]! += offsets[item]!
  const items = new Uint32Array(size * kept)
  const weights = new Float32Array(size * kept)
  const sizes = new Float32Array(size)
  const scratch = new Float32Array(size)
  for (let row = 0; row < size; row++) {
    const values = matrix.subarray(row * size, (row + 1) * size)
    for (let column = 0; column < size; column++) sizes[column] = Math.abs(values[column]!)
    const { least, tieCount } = cutOf(sizes, kept, scratch)
    let ties = tieCount
    let at = row * kept
    for (let column = 0; column < size; column++) {
      if (sizes[column]! < least || (sizes[column] === least && ties-- <= 0)) continue
      items[at] = known[column]!
      weights[at++] = values[column]!
    }
  }
  return { offsets, items, weights }
}

/** The smallest value kept, and how many of those equal to it are. */
function cutOf(
  sizes: Float32Array,
  kept: number,
  scratch: Float32Array,
): { readonly least: number; readonly tieCount: number } {
  if (kept >= sizes.length) return { least: 0, tieCount: sizes.length }
  scratch.set(sizes)
  const least = selectLargest(scratch, kept)
  let above = 0
  for (let column = 0; column < sizes.length; column++) if (sizes[column]! > least) above++
  return { least, tieCount: kept - above }
}
