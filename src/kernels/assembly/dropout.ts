/**
 * Dropout whose choice is a function of seed and position alone: Wellons' lowbias32 over a counter. The way back calls it
 * again on the gradient with the same seed, and no mask is kept.
 */

import { intLanes } from './hoisted'

export function dropout(count: i32, rate: f64, seed: u32, x: usize, out: usize): void {
  const factor = <f32>(1 / (1 - rate))
  const threshold = <u32>(rate * 4294967296)
  const thresholds = i32x4.splat(threshold)
  const factors = f32x4.splat(factor)
  const factor1 = intLanes(0x7feb352d)
  const factor2 = intLanes(0x846ca68b)
  const stride = intLanes(4 * 0x9e3779b1)
  let counters = i32x4.add(i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(0x9e3779b1)), i32x4.splat(seed))
  for (; count > 0; count -= 4) {
    let h = v128.xor(counters, i32x4.shr_u(counters, 16))
    h = i32x4.mul(h, factor1)
    h = v128.xor(h, i32x4.shr_u(h, 15))
    h = i32x4.mul(h, factor2)
    h = v128.xor(h, i32x4.shr_u(h, 16))
    const isKept = i32x4.ge_u(h, thresholds)
    if (count >= 4) v128.store(out, v128.and(f32x4.mul(v128.load(x), factors), isKept))
    else keepFirst(count, isKept, factor, x, out)
    counters = i32x4.add(counters, stride)
    x += 16
    out += 16
  }
}

function keepFirst(count: i32, isKept: v128, factor: f32, x: usize, out: usize): void {
  store<f32>(out, i32x4.extract_lane(isKept, 0) ? load<f32>(x) * factor : 0)
  if (count > 1) store<f32>(out, i32x4.extract_lane(isKept, 1) ? load<f32>(x, 4) * factor : 0, 4)
  if (count > 2) store<f32>(out, i32x4.extract_lane(isKept, 2) ? load<f32>(x, 8) * factor : 0, 8)
}
