/** Layer norm (Ba, Kiros and Hinton, 2016) of rows, and its gradients. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** Keeps the root away from zero; the value PyTorch has. */
const epsilon = 1e-5

export const layerNorm = (memory: WebAssembly.Memory): Pick<Kernels, 'layerNorm' | 'layerNormBackward'> => {
  const f32 = (offset: number) => f32At(memory, offset)
  return {
    layerNorm(count, width, x, gains, shifts, out, means, scales) {
      const [X, G, S, O, M, R] = [x, gains, shifts, out, means, scales].map(f32) as Float32Array[] as Six
      for (let i = 0; i < count; i++) {
        let mean = 0
        for (let k = 0; k < width; k++) mean += X[i * width + k]! / width
        let variance = 0
        for (let k = 0; k < width; k++) variance += (X[i * width + k]! - mean) ** 2 / width
        const scale = 1 / Math.sqrt(variance + epsilon)
        M[i] = mean
        R[i] = scale
        for (let k = 0; k < width; k++) O[i * width + k] = G[k]! * (X[i * width + k]! - mean) * scale + S[k]!
      }
    },
    layerNormBackward(
      count,
      width,
      x,
      gains,
      means,
      scales,
      outGradient,
      xGradient,
      accumulate,
      ...parameterGradients
    ) {
      const [X, G, M, R, dO, dX] = [x, gains, means, scales, outGradient, xGradient].map(f32) as Float32Array[] as Six
      const [dG, dS] = parameterGradients.map(f32) as [Float32Array, Float32Array]
      for (let i = 0; i < count; i++) {
        const centred = (k: number): number => (X[i * width + k]! - M[i]!) * R[i]!
        const gained = (k: number): number => dO[i * width + k]! * G[k]!
        let sum = 0
        let product = 0
        for (let k = 0; k < width; k++) {
          dG[k]! += dO[i * width + k]! * centred(k)
          dS[k]! += dO[i * width + k]!
          sum += gained(k)
          product += gained(k) * centred(k)
        }
        for (let k = 0; k < width; k++) {
          const gradient = R[i]! * (gained(k) - sum / width - (centred(k) * product) / width)
          dX[i * width + k] = gradient + (accumulate ? dX[i * width + k]! : 0)
        }
      }
    },
  }
}

type Six = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array]
