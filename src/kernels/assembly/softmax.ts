/** Softmax of rows in place, with the highest number taken off first so that nothing overflows. */

import { exponential } from './exponential'
import { scale } from './vectors'

/** -∞ for no numbers. */
export function highest(count: i32, x: usize): f32 {
  let best: f32 = -Infinity
  if (count >= 4) {
    let bests = v128.load(x)
    for (; count >= 4; count -= 4) {
      bests = f32x4.pmax(bests, v128.load(x))
      x += 16
    }
    best = max(
      max(f32x4.extract_lane(bests, 0), f32x4.extract_lane(bests, 1)),
      max(f32x4.extract_lane(bests, 2), f32x4.extract_lane(bests, 3)),
    )
  }
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
