/**
 * x ← e^(x - shift), and the sum. With n = x / ln 2 rounded, e^x = 2^n · e^r for |r| ≤ ln 2 / 2: 2^n is put together as the
 * bits of a float, e^r is the polynomial of Cephes' expf, good to 2e-7. What would lie below 2^-126 becomes 0.
 */

import { laneSum, madd } from './madd'

export function exponential(count: i32, x: usize, shift: f32): f32 {
  const shifts = f32x4.splat(shift)
  let sum = f32x4.splat(0)
  for (; count > 0; count -= 4) {
    const e = exp4(f32x4.sub(count >= 4 ? v128.load(x) : loadFirst(count, x), shifts))
    sum = f32x4.add(sum, e)
    if (count >= 4) v128.store(x, e)
    else storeFirst(count, x, e)
    x += 16
  }
  return laneSum(sum)
}

/** One caller alone, so that the compiler puts it in the loop. */
function exp4(x: v128): v128 {
  const isNormal = f32x4.ge(x, f32x4.splat(-87.33654))
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(-87.33654)), f32x4.splat(88.02969))
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(Mathf.LOG2E)))
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)))
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3))
  p = madd(p, r, f32x4.splat(8.3334519073e-3))
  p = madd(p, r, f32x4.splat(4.1665795894e-2))
  p = madd(p, r, f32x4.splat(1.6666665459e-1))
  p = madd(p, r, f32x4.splat(5.0000001201e-1))
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return v128.and(f32x4.mul(p, power), isNormal)
}

/** The first lanes; the others are -∞, whose exponential is 0. */
function loadFirst(count: i32, x: usize): v128 {
  let v = f32x4.splat(-Infinity)
  v = f32x4.replace_lane(v, 0, load<f32>(x))
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(x, 4))
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(x, 8))
  return v
}

function storeFirst(count: i32, x: usize, v: v128): void {
  store<f32>(x, f32x4.extract_lane(v, 0))
  if (count > 1) store<f32>(x, f32x4.extract_lane(v, 1), 4)
  if (count > 2) store<f32>(x, f32x4.extract_lane(v, 2), 8)
}
