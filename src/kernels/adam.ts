/** Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019). */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const adam = (memory: WebAssembly.Memory): Pick<Kernels, 'adam' | 'adamRows'> => {
  const f32 = (offset: number) => f32At(memory, offset)
  const step: Kernels['adam'] = (count, weights, gradients, firstMoments, secondMoments, ...settings) => {
    const [learningRate, beta1, beta2, firstCorrection, secondCorrection, epsilon, weightDecay, scale] = settings
    const [W, G, M, V] = [f32(weights), f32(gradients), f32(firstMoments), f32(secondMoments)]
    for (let i = 0; i < count; i++) {
      const gradient = G[i]! * scale
      M[i] = beta1 * M[i]! + (1 - beta1) * gradient
      V[i] = beta2 * V[i]! + (1 - beta2) * gradient ** 2
      const change = M[i]! / firstCorrection / (Math.sqrt(V[i]! / secondCorrection) + epsilon)
      W[i] = (1 - learningRate * weightDecay) * W[i]! - learningRate * change
    }
  }
  return {
    adam: step,
    adamRows(count, width, rows, weights, gradients, firstMoments, secondMoments, ...settings) {
      const R = u32At(memory, rows)
      for (let i = 0; i < count; i++) {
        const at = 4 * R[i]! * width
        step(width, weights + at, gradients + 4 * i * width, firstMoments + at, secondMoments + at, ...settings)
      }
    },
  }
}
