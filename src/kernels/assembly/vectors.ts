/** Flat arrays of any length: product, sums of multiples. */

import { laneSum, madd } from './madd'

/** Four accumulators hide the latency of the additions. */
export function dot(count: i32, x: usize, y: usize): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let sum2 = f32x4.splat(0)
  let sum3 = f32x4.splat(0)
  for (; count >= 16; count -= 16) {
    sum0 = madd(v128.load(x), v128.load(y), sum0)
    sum1 = madd(v128.load(x, 16), v128.load(y, 16), sum1)
    sum2 = madd(v128.load(x, 32), v128.load(y, 32), sum2)
    sum3 = madd(v128.load(x, 48), v128.load(y, 48), sum3)
    x += 64
    y += 64
  }
  let sum = laneSum(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)))
  for (; count > 0; count--) {
    sum += load<f32>(x) * load<f32>(y)
    x += 4
    y += 4
  }
  return sum
}

export function axpy(count: i32, factor: f32, x: usize, y: usize): void {
  const factors = f32x4.splat(factor)
  for (; count >= 8; count -= 8) {
    v128.store(y, madd(factors, v128.load(x), v128.load(y)))
    v128.store(y, madd(factors, v128.load(x, 16), v128.load(y, 16)), 16)
    x += 32
    y += 32
  }
  for (; count > 0; count--) {
    store<f32>(y, load<f32>(y) + factor * load<f32>(x))
    x += 4
    y += 4
  }
}

export function scale(count: i32, factor: f32, x: usize): void {
  const factors = f32x4.splat(factor)
  for (; count >= 8; count -= 8) {
    v128.store(x, f32x4.mul(factors, v128.load(x)))
    v128.store(x, f32x4.mul(factors, v128.load(x, 16)), 16)
    x += 32
  }
  for (; count > 0; count--) {
    store<f32>(x, factor * load<f32>(x))
    x += 4
  }
}
