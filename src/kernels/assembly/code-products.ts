/**
 * 7-bit codes of rows, and scores of all rows from them with what each may be off by, for a search that computes exactly only those rows
 * that may be among the best: `firstAbove` finds them. Four rows at a time.
 */

import { intLanes, lanes } from './hoisted'

/** Codes of 0, and of the greatest number of a row less that. */
const middle: i32 = 64
const codeMax: f32 = 63

/** v ≈ scale · (code - 64) with scale = greatest |v| of the row / 63, so that no number is off by more than half a scale. */
export function quantiseRows(count: i32, width: i32, rows: usize, codes: usize, scales: usize): void {
  for (let i = 0; i < count; i++) {
    let greatest: f32 = 0
    for (let k = 0; k < width; k++) greatest = max(greatest, abs(load<f32>(rows + ((<usize>k) << 2))))
    // Rows too short for a factor have code 0, which half a scale has to cover.
    const factor: f32 = greatest > 1e-30 ? codeMax / greatest : 0
    const scale = factor > 0 ? greatest / codeMax : 2 * greatest
    for (let k = 0; k < width; k++) {
      store<u8>(codes + <usize>k, <u8>(<i32>nearest(load<f32>(rows + ((<usize>k) << 2)) * factor) + middle))
    }
    store<f32>(scales + ((<usize>i) << 2), scale)
    rows += (<usize>width) << 2
    codes += width
  }
}

/** scores += scales · factor · (codes - 64)·query; slacks = or += scales · margin. Whole groups of four are written. */
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
  const offsets = i32x4.splat(middle * codeSum(width, query))
  for (let first = 0; first < count; first += 4) {
    const rows = min(4, count - first)
    // Of rows that are not there, the last one's.
    const row1 = codes + (rows > 1 ? <usize>width : 0)
    const row2 = codes + <usize>width * <usize>min(2, rows - 1)
    const row3 = codes + <usize>width * <usize>(rows - 1)
    const whole = i32x4.sub(products(width, codes, row1, row2, row3, query), offsets)
    const sums = f32x4.mul(f32x4.convert_i32x4_s(whole), factors)
    const at = (<usize>first) << 2
    const rowScales = v128.load(scales + at)
    v128.store(scores + at, f32x4.add(v128.load(scores + at), f32x4.mul(rowScales, sums)))
    const slack = f32x4.mul(rowScales, margins)
    v128.store(slacks + at, accumulate ? f32x4.add(v128.load(slacks + at), slack) : slack)
    codes += (<usize>width) << 2
  }
}

/** The same for the rows of a list (u32); `scores` and `slacks` are by place in the list, which is read in whole groups of four. */
export function addListedCodeProducts(
  count: i32,
  width: i32,
  list: usize,
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
  const offsets = i32x4.splat(middle * codeSum(width, query))
  for (let first = 0; first < count; first += 4) {
    const at = (<usize>first) << 2
    const place0 = <usize>load<u32>(list + at)
    const place1 = <usize>load<u32>(list + at, 4)
    const place2 = <usize>load<u32>(list + at, 8)
    const place3 = <usize>load<u32>(list + at, 12)
    const size = <usize>width
    const whole = products(
      width,
      codes + place0 * size,
      codes + place1 * size,
      codes + place2 * size,
      codes + place3 * size,
      query,
    )
    const sums = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(whole, offsets)), factors)
    let rowScales = v128.load32_zero(scales + (place0 << 2))
    rowScales = v128.load_lane<f32>(scales + (place1 << 2), rowScales, 1)
    rowScales = v128.load_lane<f32>(scales + (place2 << 2), rowScales, 2)
    rowScales = v128.load_lane<f32>(scales + (place3 << 2), rowScales, 3)
    v128.store(scores + at, f32x4.add(v128.load(scores + at), f32x4.mul(rowScales, sums)))
    const slack = f32x4.mul(rowScales, margins)
    v128.store(slacks + at, accumulate ? f32x4.add(v128.load(slacks + at), slack) : slack)
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

function codeSum(width: i32, query: usize): i32 {
  let sum = 0
  for (let k = 0; k < width; k++) sum += <i32>load<i8>(query + <usize>k)
  return sum
}

/** Products of four rows of codes with the codes of the query. */
function products(width: i32, row0: usize, row1: usize, row2: usize, row3: usize, query: usize): v128 {
  let sum0 = intLanes(0)
  let sum1 = sum0
  let sum2 = sum0
  let sum3 = sum0
  const ones = intLanes(0x00010001)
  for (let k: usize = 0; k < <usize>width; k += 16) {
    const numbers = v128.load(query + k)
    sum0 = i32x4.add(sum0, partSums(numbers, v128.load(row0 + k), ones))
    sum1 = i32x4.add(sum1, partSums(numbers, v128.load(row1 + k), ones))
    sum2 = i32x4.add(sum2, partSums(numbers, v128.load(row2 + k), ones))
    sum3 = i32x4.add(sum3, partSums(numbers, v128.load(row3 + k), ones))
  }
  return addAcross(sum0, sum1, sum2, sum3)
}

/** Sixteen products of bytes in four sums, whichever are together: the first factor has a sign, the second is below 128. Two fit 16 bits. */
function partSums(signed: v128, codes: v128, ones: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.dot_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(signed, codes), ones)
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(signed), i16x8.extend_low_i8x16_s(codes)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(signed), i16x8.extend_high_i8x16_s(codes)),
  )
}

/** One lane for each of four vectors: the sum of its lanes. */
function addAcross(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7))
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7))
}
