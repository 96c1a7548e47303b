/** Flat arrays: product, sum of multiples. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const vectors = (memory: WebAssembly.Memory): Pick<Kernels, 'dot' | 'axpy' | 'scale'> => ({
  dot(count, x, y) {
    const [X, Y] = [f32At(memory, x), f32At(memory, y)]
    let sum = 0
    for (let i = 0; i < count; i++) sum += X[i]! * Y[i]!
    return sum
  },
  axpy(count, factor, x, y) {
    const [X, Y] = [f32At(memory, x), f32At(memory, y)]
    for (let i = 0; i < count; i++) Y[i]! += factor * X[i]!
  },
  scale(count, factor, x) {
    const X = f32At(memory, x)
    for (let i = 0; i < count; i++) X[i]! *= factor
  },
})
