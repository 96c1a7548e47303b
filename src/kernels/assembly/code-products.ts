/**
 * Scores of all rows from their 8-bit codes, with what each may be off by, for a search that computes exactly only those rows
 * that may be among the best: `firstAbove` finds them. Four rows at a time.
 */

import { lanes } from './hoisted'
import { products } from './screen'

/** scores += scales · factor · codes·query; slacks = or += scales · margin. Whole groups of four are written. */
export function addCodeProducts(
  count: i32,
  width: i32,
  codes: usize,
  scales: usize,
  query: usize,
  factor: f32,
  margin: f32,
  scores: usize,
  slacks: usize,
  accumulate: i32,
): void {
  const factors = lanes(factor)
  const margins = lanes(margin)
  for (let first = 0; first < count; first += 4) {
    const sums = f32x4.mul(f32x4.convert_i32x4_s(products(codes, width, min(4, count - first), query)), factors)
    const at = (<usize>first) << 2
    const rowScales = v128.load(scales + at)
    v128.store(scores + at, f32x4.add(v128.load(scores + at), f32x4.mul(rowScales, sums)))
    const slack = f32x4.mul(rowScales, margins)
    v128.store(slacks + at, accumulate ? f32x4.add(v128.load(slacks + at), slack) : slack)
    codes += (<usize>width) << 2
  }
}

/** The first row from `from` on whose score and slack together reach `floor`, or `count`. */
export function firstAbove(from: i32, count: i32, scores: usize, slacks: usize, floor: f32): i32 {
  const floors = f32x4.splat(floor)
  let row = from
  for (; row + 4 <= count; row += 4) {
    const at = (<usize>row) << 2
    const isIn = f32x4.ge(f32x4.add(v128.load(scores + at), v128.load(slacks + at)), floors)
    if (v128.any_true(isIn)) return row + ctz<i32>(i32x4.bitmask(isIn))
  }
  for (; row < count; row++) {
    const at = (<usize>row) << 2
    if (load<f32>(scores + at) + load<f32>(slacks + at) >= floor) return row
  }
  return count
}
