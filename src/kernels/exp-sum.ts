/**
 * Σ exp(score - highest) over f32 scores, none above `highest`: the denominator of a softmax. exp is 2^k · 2^f with the
 * series of 2^f for |f| ≤ 1/2 and 2^k put together as the bits of a float; within 2e-7 of Math.exp and several times as
 * fast. Terms under 2^-126 count as 0.
 */

const bits = new Int32Array(1)
const float = new Float32Array(bits.buffer)
const exponentMin = -126
const exponentBias = 127
const mantissaBits = 23

const c1 = Math.LN2
const c2 = c1 ** 2 / 2
const c3 = c1 ** 3 / 6
const c4 = c1 ** 4 / 24
const c5 = c1 ** 5 / 120
const c6 = c1 ** 6 / 720

export function expSum(scores: Float32Array, highest: number): number {
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    const power = (scores[at]! - highest) * Math.LOG2E
    if (!(power > exponentMin)) continue
    const whole = Math.floor(power + 0.5)
    const f = power - whole
    bits[0] = (whole + exponentBias) << mantissaBits
    sum += float[0]! * (1 + f * (c1 + f * (c2 + f * (c3 + f * (c4 + f * (c5 + f * c6))))))
  }
  return sum
}
