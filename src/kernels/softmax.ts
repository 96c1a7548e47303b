/** Each row ← e^(temperature · row), divided by its sum. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const softmax = (memory: WebAssembly.Memory): Pick<Kernels, 'highest' | 'softmaxRows'> => ({
  highest(count, x) {
    return f32At(memory, x)
      .subarray(0, count)
      .reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY)
  },
  softmaxRows(count, width, x, rowStride, temperature) {
    const X = f32At(memory, x)
    for (let i = 0; i < count; i++) {
      const row = X.subarray(i * rowStride, i * rowStride + width)
      const best = row.reduce((best, value) => Math.max(best, temperature * value), Number.NEGATIVE_INFINITY)
      let sum = 0
      for (const value of row) sum += Math.exp(temperature * value - best)
      for (let k = 0; k < width; k++) row[k] = Math.exp(temperature * row[k]! - best) / sum
    }
  },
})
