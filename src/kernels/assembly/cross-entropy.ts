/** Softmax cross entropy of rows and its gradient, in place of the logits: over all classes, or over sampled ones. */

import { exponential } from './exponential'
import { highest } from './softmax'
import { scale } from './vectors'

export function crossEntropyRows(
  count: i32,
  width: i32,
  logits: usize,
  rowStride: i32,
  targets: usize,
  gradientScale: f32,
): f64 {
  let loss: f64 = 0
  for (let i = 0; i < count; i++) {
    const target = logits + ((<usize>load<u32>(targets + ((<usize>i) << 2))) << 2)
    const wanted = load<f32>(target)
    const best = highest(width, logits)
    const sum = exponential(width, logits, best)
    loss += logarithm(sum) + <f64>best - <f64>wanted
    scale(width, gradientScale / sum, logits)
    store<f32>(target, load<f32>(target) - gradientScale)
    logits += (<usize>rowStride) << 2
  }
  return loss
}

export function sampledCrossEntropyRows(
  count: i32,
  width: i32,
  logits: usize,
  rowStride: i32,
  candidates: usize,
  corrections: usize,
  targets: usize,
  targetLogits: usize,
  targetCorrections: usize,
  gradientScale: f32,
): f64 {
  let loss: f64 = 0
  for (let i = 0; i < count; i++) {
    const at = (<usize>i) << 2
    correct(width, logits, candidates, corrections, load<u32>(targets + at))
    const wanted = load<f32>(targetLogits + at) - load<f32>(targetCorrections + at)
    const best = max(wanted, highest(width, logits))
    const wantedShare = exponentialOf(wanted - best, targetLogits + at)
    const sum = wantedShare + exponential(width, logits, best)
    loss += logarithm(sum) + <f64>best - <f64>wanted
    scale(width, gradientScale / sum, logits)
    store<f32>(targetLogits + at, (wantedShare / sum - 1) * gradientScale)
    logits += (<usize>rowStride) << 2
  }
  return loss
}

function exponentialOf(power: f32, at: usize): f32 {
  store<f32>(at, power)
  return exponential(1, at, 0)
}

/** Takes the log frequencies off, and leaves out a candidate that happens to be the target. */
function correct(width: i32, logits: usize, candidates: usize, corrections: usize, target: u32): void {
  const targets = i32x4.splat(target)
  const left = f32x4.splat(-Infinity)
  for (; width >= 4; width -= 4) {
    const value = f32x4.sub(v128.load(logits), v128.load(corrections))
    v128.store(logits, v128.bitselect(left, value, i32x4.eq(v128.load(candidates), targets)))
    logits += 16
    candidates += 16
    corrections += 16
  }
  for (; width > 0; width--) {
    const isTarget = load<u32>(candidates) === target
    store<f32>(logits, isTarget ? -Infinity : load<f32>(logits) - load<f32>(corrections))
    logits += 4
    candidates += 4
    corrections += 4
  }
}

/** ln of a positive normal number: with m · 2^e and s = (m - 1) / (m + 1), e ln 2 + 2 (s + s³/3 + s⁵/5 + …). */
export function logarithm(x: f32): f64 {
  const bits = reinterpret<i32>(x)
  let exponent = (bits >> 23) - 127
  let m = <f64>reinterpret<f32>((bits & 0x7fffff) | 0x3f800000)
  if (m > Math.SQRT2) {
    m *= 0.5
    exponent++
  }
  const s = (m - 1) / (m + 1)
  const q = s * s
  const series = 1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * (1 / 9.0 + q * (1 / 11.0 + q / 13)))))
  return <f64>exponent * Math.LN2 + 2 * s * series
}
