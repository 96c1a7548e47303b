/**
 * Dropout whose choice is a function of seed and position alone: Wellons' lowbias32 over a counter. The way back calls it
 * again on the gradient with the same seed, and no mask is kept.
 */

export function dropout(count: i32, rate: f64, seed: u32, x: usize, out: usize): void {
  const factor = <f32>(1 / (1 - rate))
  const threshold = <u32>(rate * 4294967296)
  const thresholds = i32x4.splat(threshold)
  const factors = f32x4.splat(factor)
  let counters = i32x4.add(i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(0x9e3779b1)), i32x4.splat(seed))
  for (; count > 0; count -= 4) {
    const isKept = i32x4.ge_u(hash4(counters), thresholds)
    if (count >= 4) v128.store(out, v128.and(f32x4.mul(v128.load(x), factors), isKept))
    else keepFirst(count, isKept, factor, x, out)
    counters = i32x4.add(counters, i32x4.splat(4 * 0x9e3779b1))
    x += 16
    out += 16
  }
}

function hash4(x: v128): v128 {
  x = v128.xor(x, i32x4.shr_u(x, 16))
  x = i32x4.mul(x, i32x4.splat(0x7feb352d))
  x = v128.xor(x, i32x4.shr_u(x, 15))
  x = i32x4.mul(x, i32x4.splat(0x846ca68b))
  return v128.xor(x, i32x4.shr_u(x, 16))
}

function keepFirst(count: i32, isKept: v128, factor: f32, x: usize, out: usize): void {
  store<f32>(out, i32x4.extract_lane(isKept, 0) ? load<f32>(x) * factor : 0)
  if (count > 1) store<f32>(out, i32x4.extract_lane(isKept, 1) ? load<f32>(x, 4) * factor : 0, 4)
  if (count > 2) store<f32>(out, i32x4.extract_lane(isKept, 2) ? load<f32>(x, 8) * factor : 0, 8)
}
