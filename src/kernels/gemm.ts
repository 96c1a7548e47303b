/** C = A·B or C += A·B, as the formula says: one sum over k for each number of C, summed in double precision. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const gemm = (memory: WebAssembly.Memory): Pick<Kernels, 'gemm'> => ({
  gemm(m, n, k, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, cRowStride, accumulate) {
    const [A, B, C] = [f32At(memory, a), f32At(memory, b), f32At(memory, c)]
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = accumulate ? C[i * cRowStride + j]! : 0
        for (let p = 0; p < k; p++) {
          sum += A[i * aRowStride + p * aColumnStride]! * B[p * bRowStride + j * bColumnStride]!
        }
        C[i * cRowStride + j] = sum
      }
    }
  },
})
