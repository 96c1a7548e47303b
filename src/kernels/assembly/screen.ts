/**
 * The first pass of an exact search for the rows with the greatest product with a query, over rows of 8-bit codes. For each
 * row the codes give bounds of the product; a row stays a candidate while its upper bound reaches the worst of the `wanted`
 * greatest lower bounds. Four rows at a time; a heap of the lower bounds is touched by the few rows that get in.
 */

import { intLanes } from './hoisted'

/** v ≈ scale · code with scale = greatest |v| of the row / 127, so that no number is off by more than half a scale. */
export function quantiseRows(count: i32, width: i32, rows: usize, codes: usize, scales: usize): void {
  for (let i = 0; i < count; i++) {
    let greatest: f32 = 0
    for (let k = 0; k < width; k++) greatest = max(greatest, abs(load<f32>(rows + ((<usize>k) << 2))))
    // Rows too short for a factor have code 0, which half a scale has to cover.
    const factor: f32 = greatest > 1e-30 ? 127 / greatest : 0
    const scale = factor > 0 ? greatest / 127 : 2 * greatest
    for (let k = 0; k < width; k++) {
      store<i8>(codes + <usize>k, <i8>nearest(load<f32>(rows + ((<usize>k) << 2)) * factor))
    }
    store<f32>(scales + ((<usize>i) << 2), scale)
    rows += (<usize>width) << 2
    codes += width
  }
}

export function screenRows(
  count: i32,
  width: i32,
  codes: usize,
  scales: usize,
  query: usize,
  factor: f32,
  margin: f32,
  allowed: usize,
  wanted: i32,
  heap: usize,
  candidates: usize,
  bounds: usize,
): i32 {
  for (let at = 0; at < wanted; at++) store<f32>(heap + ((<usize>at) << 2), -Infinity)
  let worst: f32 = -Infinity
  let found = 0
  for (let first = 0; first < count; first += 4) {
    const sums = f32x4.mul(
      f32x4.convert_i32x4_s(products(codes, width, min(4, count - first), query)),
      f32x4.splat(factor),
    )
    const rowScales = v128.load(scales + ((<usize>first) << 2))
    const uppers = f32x4.mul(rowScales, f32x4.add(sums, f32x4.splat(margin)))
    if (v128.any_true(f32x4.ge(uppers, f32x4.splat(worst)))) {
      const lowers = f32x4.mul(rowScales, f32x4.sub(sums, f32x4.splat(margin)))
      for (let row = 0; row < min(4, count - first); row++) {
        const upper = laneOf(uppers, row)
        const item = first + row
        if (upper < worst || !isAllowed(allowed, item)) continue
        store<u32>(candidates + ((<usize>found) << 2), item)
        store<f32>(bounds + ((<usize>found) << 2), upper)
        found++
        const lower = laneOf(lowers, row)
        if (lower > worst) worst = replaceWorst(heap, wanted, lower)
      }
    }
    codes += (<usize>width) << 2
  }
  return keepAbove(worst, found, candidates, bounds)
}

function laneOf(v: v128, lane: i32): f32 {
  if (lane === 0) return f32x4.extract_lane(v, 0)
  if (lane === 1) return f32x4.extract_lane(v, 1)
  return lane === 2 ? f32x4.extract_lane(v, 2) : f32x4.extract_lane(v, 3)
}

function isAllowed(allowed: usize, item: i32): bool {
  return allowed === 0 || ((load<u32>(allowed + ((<usize>(item >>> 5)) << 2)) >>> (item & 31)) & 1) !== 0
}

/** Products of four rows of codes with the query of 16-bit codes; of rows that are not there, the last one's. */
export function products(codes: usize, width: i32, rows: i32, query: usize): v128 {
  const row1 = rows > 1 ? <usize>width : 0
  const row2 = rows > 2 ? <usize>width * 2 : row1
  const row3 = rows > 3 ? <usize>width * 3 : row2
  let sum0 = intLanes(0)
  let sum1 = sum0
  let sum2 = sum0
  let sum3 = sum0
  for (let k: usize = 0; k < <usize>width; k += 16) {
    const low = v128.load(query + 2 * k)
    const high = v128.load(query + 2 * k, 16)
    const codes0 = v128.load(codes + k)
    const codes1 = v128.load(codes + row1 + k)
    const codes2 = v128.load(codes + row2 + k)
    const codes3 = v128.load(codes + row3 + k)
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes0), low))
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes1), low))
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes2), low))
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(codes3), low))
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes0), high))
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes1), high))
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes2), high))
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(codes3), high))
  }
  return addAcross(sum0, sum1, sum2, sum3)
}

/** One lane for each of four vectors: the sum of its lanes. */
function addAcross(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7))
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7))
}

/** Puts a number in place of the least, which is the root; returns the least of now. */
function replaceWorst(heap: usize, length: i32, value: f32): f32 {
  let place = 0
  for (;;) {
    let child = 2 * place + 1
    if (child >= length) break
    if (child + 1 < length && at(heap, child + 1) < at(heap, child)) child++
    if (at(heap, child) >= value) break
    store<f32>(heap + ((<usize>place) << 2), at(heap, child))
    place = child
  }
  store<f32>(heap + ((<usize>place) << 2), value)
  return at(heap, 0)
}

function at(heap: usize, place: i32): f32 {
  return load<f32>(heap + ((<usize>place) << 2))
}

/** Early candidates got in under a bound that has risen since. */
function keepAbove(worst: f32, found: i32, candidates: usize, bounds: usize): i32 {
  let kept = 0
  for (let place = 0; place < found; place++) {
    if (load<f32>(bounds + ((<usize>place) << 2)) < worst) continue
    store<u32>(candidates + ((<usize>kept) << 2), load<u32>(candidates + ((<usize>place) << 2)))
    store<f32>(bounds + ((<usize>kept) << 2), load<f32>(bounds + ((<usize>place) << 2)))
    kept++
  }
  return kept
}
