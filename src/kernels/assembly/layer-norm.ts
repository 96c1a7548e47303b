/** Layer norm of rows and its gradients. The mean and 1/spread of each row are kept for the way back. */

import { laneSum, madd } from './madd'

const epsilon: f32 = 1e-5

export function layerNorm(
  count: i32,
  width: i32,
  x: usize,
  gains: usize,
  shifts: usize,
  out: usize,
  means: usize,
  scales: usize,
): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    const mean = meanOf(x, bytes, width)
    const scale = <f32>1 / root(varianceOf(x, bytes, width, mean) + epsilon)
    store<f32>(means + ((<usize>i) << 2), mean)
    store<f32>(scales + ((<usize>i) << 2), scale)
    const meanLanes = f32x4.splat(mean)
    const scaleLanes = f32x4.splat(scale)
    for (let at: usize = 0; at < bytes; at += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + at), meanLanes), scaleLanes)
      v128.store(out + at, madd(centred, v128.load(gains + at), v128.load(shifts + at)))
    }
    x += bytes
    out += bytes
  }
}

/** Two sums at a time: each waits for its own additions alone, and the engine may merge them. */
function meanOf(x: usize, bytes: usize, width: i32): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let at: usize = 0
  for (; at + 32 <= bytes; at += 32) {
    sum0 = f32x4.add(sum0, v128.load(x + at))
    sum1 = f32x4.add(sum1, v128.load(x + at, 16))
  }
  if (at < bytes) sum0 = f32x4.add(sum0, v128.load(x + at))
  return laneSum(f32x4.add(sum0, sum1)) / <f32>width
}

function varianceOf(x: usize, bytes: usize, width: i32, mean: f32): f32 {
  const means = f32x4.splat(mean)
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let at: usize = 0
  for (; at + 32 <= bytes; at += 32) {
    const difference0 = f32x4.sub(v128.load(x + at), means)
    const difference1 = f32x4.sub(v128.load(x + at, 16), means)
    sum0 = madd(difference0, difference0, sum0)
    sum1 = madd(difference1, difference1, sum1)
  }
  if (at < bytes) {
    const difference = f32x4.sub(v128.load(x + at), means)
    sum0 = madd(difference, difference, sum0)
  }
  return laneSum(f32x4.add(sum0, sum1)) / <f32>width
}

/** V8's root of a single number is the one instruction that waits a hundred nanoseconds after vectors of 256 bits. */
function root(value: f32): f32 {
  return f32x4.extract_lane(f32x4.sqrt(f32x4.splat(value)), 0)
}

export function layerNormBackward(
  count: i32,
  width: i32,
  x: usize,
  gains: usize,
  means: usize,
  scales: usize,
  outGradient: usize,
  xGradient: usize,
  accumulate: i32,
  gainsGradient: usize,
  shiftsGradient: usize,
): void {
  const bytes = (<usize>width) << 2
  const share = <f32>1 / <f32>width
  for (let i = 0; i < count; i++) {
    const mean = v128.load32_splat(means + ((<usize>i) << 2))
    const scale = v128.load32_splat(scales + ((<usize>i) << 2))
    let sum = f32x4.splat(0)
    let product = f32x4.splat(0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale)
      const gradient = v128.load(outGradient + at)
      v128.store(gainsGradient + at, madd(gradient, centred, v128.load(gainsGradient + at)))
      v128.store(shiftsGradient + at, f32x4.add(gradient, v128.load(shiftsGradient + at)))
      const gained = f32x4.mul(gradient, v128.load(gains + at))
      sum = f32x4.add(sum, gained)
      product = madd(gained, centred, product)
    }
    const sumShare = f32x4.splat(laneSum(sum) * share)
    const productShare = f32x4.splat(laneSum(product) * share)
    for (let at: usize = 0; at < bytes; at += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale)
      const gained = f32x4.mul(v128.load(outGradient + at), v128.load(gains + at))
      let gradient = f32x4.sub(f32x4.sub(gained, sumShare), f32x4.mul(centred, productShare))
      gradient = f32x4.mul(gradient, scale)
      v128.store(xGradient + at, accumulate ? f32x4.add(gradient, v128.load(xGradient + at)) : gradient)
    }
    x += bytes
    outGradient += bytes
    xGradient += bytes
  }
}
