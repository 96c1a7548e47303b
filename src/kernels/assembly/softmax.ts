/** Softmax of rows in place, with the highest number taken off first so that nothing overflows. */

import { exponential } from './exponential'
import { scale } from './vectors'

/** -∞ for no numbers. */
export function highest(count: i32, x: usize): f32 {
  const none = f32x4.splat(-Infinity)
  let best0 = none
  let best1 = none
  for (; count >= 8; count -= 8) {
    best0 = f32x4.pmax(best0, v128.load(x))
    best1 = f32x4.pmax(best1, v128.load(x, 16))
    x += 32
  }
  best0 = f32x4.pmax(best0, best1)
  let best = max(
    max(f32x4.extract_lane(best0, 0), f32x4.extract_lane(best0, 1)),
    max(f32x4.extract_lane(best0, 2), f32x4.extract_lane(best0, 3)),
  )
  for (; count > 0; count--) {
    best = max(best, load<f32>(x))
    x += 4
  }
  return best
}

export function softmaxRows(count: i32, width: i32, x: usize, rowStride: i32, temperature: f32): void {
  for (let i = 0; i < count; i++) {
    if (temperature !== 1) scale(width, temperature, x)
    const sum = exponential(width, x, highest(width, x))
    scale(width, 1 / sum, x)
    x += (<usize>rowStride) << 2
  }
}
