/**
 * Eight rows of numbers at a time: their products with a vector, and their sum with a factor each, added to a vector. Rows lie
 * anywhere; addresses, factors and sums lie in a scratch of the caller. Every function has a loop of its own, one basic block
 * of loads and multiply-adds, because that is what V8 merges to 256 bits in the wide build. A product is the sum of even and odd fours
 * of numbers apart, in both builds, so that both give the same bytes.
 */

import { madd } from './madd'

/** In a scratch: eight addresses, eight factors, then eight sums of eight lanes. */
export const factorsAt: usize = 32
export const sumsAt: usize = 64
export const scratchBytes: usize = 320

/** The sums of scratch = the products of its rows with v, still in lanes; `eightSums` adds them up. */
export function eightProducts(bytes: usize, v: usize, scratch: usize): void {
  const paired = bytes & ~31
  if (isDefined(WIDE)) products8(v, v + paired, scratch)
  else {
    products4(v, v + paired, scratch, scratch + sumsAt)
    products4(v, v + paired, scratch + 16, scratch + sumsAt + 128)
  }
  if (paired < bytes) addLastProducts(v, paired, scratch)
}

/** Of the four numbers that are left of each row. */
function addLastProducts(v: usize, at: usize, scratch: usize): void {
  const left = v128.load(v + at)
  for (let i: usize = 0; i < 8; i++) {
    const sum = scratch + sumsAt + (i << 5)
    v128.store(sum, madd(left, v128.load(<usize>load<u32>(scratch + (i << 2)) + at), v128.load(sum)))
  }
}

/** Four sums of a scratch, those `at` bytes from its first, in the lanes of a vector. */
export function fourSums(scratch: usize, at: usize): v128 {
  const sums = scratch + sumsAt + at
  const s0 = f32x4.add(v128.load(sums), v128.load(sums, 16))
  const s1 = f32x4.add(v128.load(sums, 32), v128.load(sums, 48))
  const s2 = f32x4.add(v128.load(sums, 64), v128.load(sums, 80))
  const s3 = f32x4.add(v128.load(sums, 96), v128.load(sums, 112))
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7)
  const sum01 = f32x4.add(low01, high01)
  const sum23 = f32x4.add(low23, high23)
  return f32x4.add(v128.shuffle<f32>(sum01, sum23, 0, 1, 4, 5), v128.shuffle<f32>(sum01, sum23, 2, 3, 6, 7))
}

/** out += the rows of scratch, each times its factor. */
export function addEight(bytes: usize, scratch: usize, out: usize): void {
  const paired = bytes & ~31
  addRows8(scratch, out, out + paired)
  if (paired < bytes) addLastRows(scratch, paired, out + paired)
}

function addLastRows(scratch: usize, at: usize, out: usize): void {
  let sum = v128.load(out)
  for (let i: usize = 0; i < 32; i += 4)
    sum = madd(v128.load32_splat(scratch + factorsAt + i), v128.load(<usize>load<u32>(scratch + i) + at), sum)
  v128.store(out, sum)
}

function products4(v: usize, end: usize, rows: usize, sums: usize): void {
  let y0 = <usize>load<u32>(rows)
  let y1 = <usize>load<u32>(rows, 4)
  let y2 = <usize>load<u32>(rows, 8)
  let y3 = <usize>load<u32>(rows, 12)
  let low0 = f32x4.splat(0)
  let high0 = f32x4.splat(0)
  let low1 = f32x4.splat(0)
  let high1 = f32x4.splat(0)
  let low2 = f32x4.splat(0)
  let high2 = f32x4.splat(0)
  let low3 = f32x4.splat(0)
  let high3 = f32x4.splat(0)
  for (; v < end; v += 32) {
    const low = v128.load(v)
    const high = v128.load(v, 16)
    low0 = madd(low, v128.load(y0), low0)
    high0 = madd(high, v128.load(y0, 16), high0)
    low1 = madd(low, v128.load(y1), low1)
    high1 = madd(high, v128.load(y1, 16), high1)
    low2 = madd(low, v128.load(y2), low2)
    high2 = madd(high, v128.load(y2, 16), high2)
    low3 = madd(low, v128.load(y3), low3)
    high3 = madd(high, v128.load(y3, 16), high3)
    y0 += 32
    y1 += 32
    y2 += 32
    y3 += 32
  }
  v128.store(sums, low0)
  v128.store(sums, high0, 16)
  v128.store(sums, low1, 32)
  v128.store(sums, high1, 48)
  v128.store(sums, low2, 64)
  v128.store(sums, high2, 80)
  v128.store(sums, low3, 96)
  v128.store(sums, high3, 112)
}

function products8(v: usize, end: usize, rows: usize): void {
  let y0 = <usize>load<u32>(rows)
  let y1 = <usize>load<u32>(rows, 4)
  let y2 = <usize>load<u32>(rows, 8)
  let y3 = <usize>load<u32>(rows, 12)
  let y4 = <usize>load<u32>(rows, 16)
  let y5 = <usize>load<u32>(rows, 20)
  let y6 = <usize>load<u32>(rows, 24)
  let y7 = <usize>load<u32>(rows, 28)
  let low0 = f32x4.splat(0)
  let high0 = f32x4.splat(0)
  let low1 = f32x4.splat(0)
  let high1 = f32x4.splat(0)
  let low2 = f32x4.splat(0)
  let high2 = f32x4.splat(0)
  let low3 = f32x4.splat(0)
  let high3 = f32x4.splat(0)
  let low4 = f32x4.splat(0)
  let high4 = f32x4.splat(0)
  let low5 = f32x4.splat(0)
  let high5 = f32x4.splat(0)
  let low6 = f32x4.splat(0)
  let high6 = f32x4.splat(0)
  let low7 = f32x4.splat(0)
  let high7 = f32x4.splat(0)
  for (; v < end; v += 32) {
    const low = v128.load(v)
    const high = v128.load(v, 16)
    low0 = madd(low, v128.load(y0), low0)
    high0 = madd(high, v128.load(y0, 16), high0)
    low1 = madd(low, v128.load(y1), low1)
    high1 = madd(high, v128.load(y1, 16), high1)
    low2 = madd(low, v128.load(y2), low2)
    high2 = madd(high, v128.load(y2, 16), high2)
    low3 = madd(low, v128.load(y3), low3)
    high3 = madd(high, v128.load(y3, 16), high3)
    low4 = madd(low, v128.load(y4), low4)
    high4 = madd(high, v128.load(y4, 16), high4)
    low5 = madd(low, v128.load(y5), low5)
    high5 = madd(high, v128.load(y5, 16), high5)
    low6 = madd(low, v128.load(y6), low6)
    high6 = madd(high, v128.load(y6, 16), high6)
    low7 = madd(low, v128.load(y7), low7)
    high7 = madd(high, v128.load(y7, 16), high7)
    y0 += 32
    y1 += 32
    y2 += 32
    y3 += 32
    y4 += 32
    y5 += 32
    y6 += 32
    y7 += 32
  }
  v128.store(rows, low0, 64)
  v128.store(rows, high0, 80)
  v128.store(rows, low1, 96)
  v128.store(rows, high1, 112)
  v128.store(rows, low2, 128)
  v128.store(rows, high2, 144)
  v128.store(rows, low3, 160)
  v128.store(rows, high3, 176)
  v128.store(rows, low4, 192)
  v128.store(rows, high4, 208)
  v128.store(rows, low5, 224)
  v128.store(rows, high5, 240)
  v128.store(rows, low6, 256)
  v128.store(rows, high6, 272)
  v128.store(rows, low7, 288)
  v128.store(rows, high7, 304)
}

function addRows8(rows: usize, out: usize, end: usize): void {
  let y0 = <usize>load<u32>(rows)
  let y1 = <usize>load<u32>(rows, 4)
  let y2 = <usize>load<u32>(rows, 8)
  let y3 = <usize>load<u32>(rows, 12)
  let y4 = <usize>load<u32>(rows, 16)
  let y5 = <usize>load<u32>(rows, 20)
  let y6 = <usize>load<u32>(rows, 24)
  let y7 = <usize>load<u32>(rows, 28)
  const factor0 = v128.load32_splat(rows, 32)
  const factor1 = v128.load32_splat(rows, 36)
  const factor2 = v128.load32_splat(rows, 40)
  const factor3 = v128.load32_splat(rows, 44)
  const factor4 = v128.load32_splat(rows, 48)
  const factor5 = v128.load32_splat(rows, 52)
  const factor6 = v128.load32_splat(rows, 56)
  const factor7 = v128.load32_splat(rows, 60)
  for (; out < end; out += 32) {
    let low = v128.load(out)
    let high = v128.load(out, 16)
    low = madd(factor0, v128.load(y0), low)
    high = madd(factor0, v128.load(y0, 16), high)
    low = madd(factor1, v128.load(y1), low)
    high = madd(factor1, v128.load(y1, 16), high)
    low = madd(factor2, v128.load(y2), low)
    high = madd(factor2, v128.load(y2, 16), high)
    low = madd(factor3, v128.load(y3), low)
    high = madd(factor3, v128.load(y3, 16), high)
    low = madd(factor4, v128.load(y4), low)
    high = madd(factor4, v128.load(y4, 16), high)
    low = madd(factor5, v128.load(y5), low)
    high = madd(factor5, v128.load(y5, 16), high)
    low = madd(factor6, v128.load(y6), low)
    high = madd(factor6, v128.load(y6, 16), high)
    low = madd(factor7, v128.load(y7), low)
    high = madd(factor7, v128.load(y7, 16), high)
    v128.store(out, low)
    v128.store(out, high, 16)
    y0 += 32
    y1 += 32
    y2 += 32
    y3 += 32
    y4 += 32
    y5 += 32
    y6 += 32
    y7 += 32
  }
}
