/** Rows ← (row - mean) / standard deviation of the row. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const standardise = (memory: WebAssembly.Memory): Pick<Kernels, 'standardiseRows'> => ({
  standardiseRows(count, width, x, rowStride) {
    const X = f32At(memory, x)
    for (let i = 0; i < count; i++) {
      const row = X.subarray(i * rowStride, i * rowStride + width)
      const mean = Math.fround(row.reduce((sum, value) => sum + value / width, 0))
      const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width)
      for (let k = 0; k < width; k++) row[k] = deviation > 1e-12 ? (row[k]! - mean) / deviation : 0
    }
  },
})
