/** Softmax cross entropy of rows and its gradient, over all classes or over sampled ones. */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

function lossAndShares(logits: ArrayLike<number>, target: number): { loss: number; shares: readonly number[] } {
  const best = Array.from(logits).reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY)
  const powers = Array.from(logits, value => Math.exp(value - best))
  const sum = powers.reduce((sum, power) => sum + power, 0)
  return { loss: Math.log(sum) + best - logits[target]!, shares: powers.map(power => power / sum) }
}

export const crossEntropy = (
  memory: WebAssembly.Memory,
): Pick<Kernels, 'crossEntropyRows' | 'sampledCrossEntropyRows'> => ({
  crossEntropyRows(count, width, logits, rowStride, targets, gradientScale) {
    const [L, T] = [f32At(memory, logits), u32At(memory, targets)]
    let total = 0
    for (let i = 0; i < count; i++) {
      const row = L.subarray(i * rowStride, i * rowStride + width)
      const target = T[i]!
      const { loss, shares } = lossAndShares(row, target)
      total += loss
      for (let k = 0; k < width; k++) row[k] = gradientScale * (shares[k]! - (k === target ? 1 : 0))
    }
    return total
  },

  sampledCrossEntropyRows(count, width, logits, rowStride, ...rest) {
    const [candidates, corrections, targets, targetLogits, targetCorrections, gradientScale] = rest
    const [L, Q, P, targetQ] = [logits, corrections, targetLogits, targetCorrections].map(offset =>
      f32At(memory, offset),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array]
    const [C, T] = [u32At(memory, candidates), u32At(memory, targets)]
    let total = 0
    for (let i = 0; i < count; i++) {
      const row = L.subarray(i * rowStride, i * rowStride + width)
      const corrected = Array.from(row, (logit, k) => (C[k] === T[i] ? Number.NEGATIVE_INFINITY : logit - Q[k]!))
      const { loss, shares } = lossAndShares([...corrected, P[i]! - targetQ[i]!], width)
      total += loss
      P[i] = gradientScale * (shares[width]! - 1)
      for (let k = 0; k < width; k++) row[k] = gradientScale * shares[k]!
    }
    return total
  },
})
