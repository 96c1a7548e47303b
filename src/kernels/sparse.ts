/** Sparse rows (offsets into columns and values) times a table, and their Gram matrix, number by number. */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const sparse = (memory: WebAssembly.Memory): Pick<Kernels, 'sparseTimesTable' | 'sparseGram'> => ({
  sparseTimesTable(from, to, width, offsets, columns, values, table, out) {
    const [starts, indices] = [u32At(memory, offsets), u32At(memory, columns)]
    const [V, T, out32] = [f32At(memory, values), f32At(memory, table), f32At(memory, out)]
    for (let row = from; row < to; row++)
      for (let k = 0; k < width; k++) {
        let sum = 0
        for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += V[at]! * T[indices[at]! * width + k]!
        out32[row * width + k] = sum
      }
  },
  sparseGram(from, to, offsets, columns, values, itemOffsets, itemRows, itemValues, out, outStride) {
    const [starts, indices, V] = [u32At(memory, offsets), u32At(memory, columns), f32At(memory, values)]
    const [itemStarts, rows, itemV] = [u32At(memory, itemOffsets), u32At(memory, itemRows), f32At(memory, itemValues)]
    const gram = f32At(memory, out)
    for (let item = from; item < to; item++)
      for (let at = itemStarts[item]!; at < itemStarts[item + 1]!; at++) {
        const row = rows[at]!
        for (let other = starts[row]!; other < starts[row + 1]!; other++)
          if (indices[other]! <= item) gram[item * outStride + indices[other]!]! += itemV[at]! * V[other]!
      }
  },
})
