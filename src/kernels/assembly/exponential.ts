/**
 * x ← e^(x - shift), and the sum. With n = x / ln 2 rounded, e^x = 2^n · e^r for |r| ≤ ln 2 / 2: 2^n is put together as the
 * bits of a float, e^r is the polynomial of Cephes' expf, good to 2e-7. What would lie below 2^-126 becomes 0. Adding 1.5 · 2^23
 * rounds to a whole number and leaves it in the low bits; pmax and pmin are one instruction where max and min are ten. Two
 * vectors at a time are one where the engine merges them.
 */

import { lanes } from './hoisted'
import { laneSum, madd } from './madd'

const powerMin: f32 = -87.33654
const powerMax: f32 = 88.02969
const rounding: f32 = 12582912

/** Of 2^f without its 1, the fit of least relative error on -1/2 to 1/2: 2.8e-6. */
const p1: f32 = 0.6931242
const p2: f32 = 0.24024099
const p3: f32 = 0.055906426
const p4: f32 = 0.009582852
const wholeMin: f32 = -125

export function exponential(count: i32, x: usize, shift: f32): f32 {
  const shifts = f32x4.splat(shift)
  const least = lanes(powerMin)
  const most = lanes(powerMax)
  const perLn2 = lanes(Mathf.LOG2E)
  const round = lanes(rounding)
  const ln2High = lanes(-0.693359375)
  const ln2Low = lanes(2.1219444e-4)
  const c5 = lanes(1.98756915e-4)
  const c4 = lanes(1.3981999507e-3)
  const c3 = lanes(8.3334519073e-3)
  const c2 = lanes(4.1665795894e-2)
  const c1 = lanes(1.6666665459e-1)
  const c0 = lanes(5.0000001201e-1)
  const one = lanes(1)
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  for (; count >= 8; count -= 8) {
    const power0 = f32x4.sub(v128.load(x), shifts)
    const bounded0 = f32x4.pmin(most, f32x4.pmax(least, power0))
    const shifted0 = madd(bounded0, perLn2, round)
    const n0 = f32x4.sub(shifted0, round)
    const r0 = madd(n0, ln2Low, madd(n0, ln2High, bounded0))
    let p0 = madd(c5, r0, c4)
    p0 = madd(p0, r0, c3)
    p0 = madd(p0, r0, c2)
    p0 = madd(p0, r0, c1)
    p0 = madd(p0, r0, c0)
    p0 = madd(p0, f32x4.mul(r0, r0), f32x4.add(r0, one))
    p0 = f32x4.mul(p0, i32x4.add(i32x4.shl(shifted0, 23), one))
    p0 = v128.and(p0, f32x4.ge(power0, least))
    sum0 = f32x4.add(sum0, p0)
    const power1 = f32x4.sub(v128.load(x, 16), shifts)
    const bounded1 = f32x4.pmin(most, f32x4.pmax(least, power1))
    const shifted1 = madd(bounded1, perLn2, round)
    const n1 = f32x4.sub(shifted1, round)
    const r1 = madd(n1, ln2Low, madd(n1, ln2High, bounded1))
    let p1 = madd(c5, r1, c4)
    p1 = madd(p1, r1, c3)
    p1 = madd(p1, r1, c2)
    p1 = madd(p1, r1, c1)
    p1 = madd(p1, r1, c0)
    p1 = madd(p1, f32x4.mul(r1, r1), f32x4.add(r1, one))
    p1 = f32x4.mul(p1, i32x4.add(i32x4.shl(shifted1, 23), one))
    p1 = v128.and(p1, f32x4.ge(power1, least))
    sum1 = f32x4.add(sum1, p1)
    v128.store(x, p0)
    v128.store(x, p1, 16)
    x += 32
  }
  let total = laneSum(f32x4.add(sum0, sum1))
  for (; count > 0; count--) {
    const e = exp1(load<f32>(x) - shift)
    total += e
    store<f32>(x, e)
    x += 4
  }
  return total
}

/**
 * The sum alone; x stays as it is. Terms are good to 4e-6, which a sum of them is too: 2^f for |f| ≤ 1/2 is a polynomial of the
 * fourth degree with 1 at 0, whose exponent is raised by adding to its bits. What would lie below 2^-126 becomes that. The loop is
 * written twice because a store in it, asked for or not, costs as much as all else.
 */
export function exponentialSum(count: i32, x: usize, shift: f32): f32 {
  const shifts = lanes(shift)
  const perLn2 = lanes(Mathf.LOG2E)
  const least = lanes(wholeMin)
  const round = lanes(rounding)
  const c4 = lanes(p4)
  const c3 = lanes(p3)
  const c2 = lanes(p2)
  const c1 = lanes(p1)
  const one = lanes(1)
  let sum = f32x4.splat(0)
  for (; count >= 4; count -= 4) {
    const power = f32x4.pmax(least, f32x4.mul(f32x4.sub(v128.load(x), shifts), perLn2))
    const shifted = f32x4.add(power, round)
    const f = f32x4.sub(power, f32x4.sub(shifted, round))
    let p = f32x4.add(f32x4.mul(c4, f), c3)
    p = f32x4.add(f32x4.mul(p, f), c2)
    p = f32x4.add(f32x4.mul(p, f), c1)
    p = f32x4.add(f32x4.mul(p, f), one)
    sum = f32x4.add(sum, i32x4.add(p, i32x4.shl(shifted, 23)))
    x += 16
  }
  let total = laneSum(sum)
  for (; count > 0; count--) {
    const power = max<f32>(wholeMin, (load<f32>(x) - shift) * Mathf.LOG2E)
    const shifted = power + rounding
    const f = power - (shifted - rounding)
    const p = (((p4 * f + p3) * f + p2) * f + p1) * f + 1
    total += reinterpret<f32>(reinterpret<i32>(p) + (reinterpret<i32>(shifted) << 23))
    x += 4
  }
  return total
}

/** The same for what is left of a row. */
function exp1(x: f32): f32 {
  if (!(x >= powerMin)) return 0
  const bounded = min(x, powerMax)
  const shifted = bounded * Mathf.LOG2E + rounding
  const n = shifted - rounding
  const r = bounded - n * 0.693359375 + n * 2.1219444e-4
  let p: f32 = 1.98756915e-4 * r + 1.3981999507e-3
  p = p * r + 8.3334519073e-3
  p = p * r + 4.1665795894e-2
  p = p * r + 1.6666665459e-1
  p = p * r + 5.0000001201e-1
  p = p * (r * r) + (r + 1)
  return p * reinterpret<f32>((reinterpret<i32>(shifted) << 23) + 0x3f800000)
}
