/** Products with a packed matrix and products of columns, as the formulas say; packed here means laid out by rows. */

import { f32At } from './arena.ts'
import { finishing, type Kernels } from './kernels.ts'

type Packed = Pick<Kernels, 'packMatrix' | 'multiplyPacked' | 'addColumnProducts'>

export const packed = (memory: WebAssembly.Memory): Packed => {
  const f32 = (offset: number) => f32At(memory, offset)
  return {
    packMatrix(k, n, b, rowStride, columnStride, to) {
      const [B, P] = [f32(b), f32(to)]
      for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) P[p * n + j] = B[p * rowStride + j * columnStride]!
    },
    multiplyPacked(m, n, k, a, aRowStride, packed, bias, finish, other, c, cRowStride) {
      const [A, P, I, O, C] = [f32(a), f32(packed), f32(bias), f32(other), f32(c)]
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = bias === 0 ? 0 : I[j]!
          for (let p = 0; p < k; p++) sum += A[i * aRowStride + p]! * P[p * n + j]!
          const at = i * cRowStride + j
          C[at] = finished(sum, finish, O[at]!)
        }
      }
    },
    addColumnProducts(k, m, n, a, aRowStride, b, bRowStride, c, cRowStride, sums) {
      const [A, B, C, S] = [f32(a), f32(b), f32(c), f32(sums)]
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < m; i++) {
          let sum = C[i * cRowStride + j]!
          for (let p = 0; p < k; p++) sum += A[p * aRowStride + i]! * B[p * bRowStride + j]!
          C[i * cRowStride + j] = sum
        }
        if (sums !== 0) for (let p = 0; p < k; p++) S[j]! += B[p * bRowStride + j]!
      }
    },
  }
}

function finished(sum: number, finish: number, other: number): number {
  if (finish === finishing.add) return sum + other
  if (finish === finishing.relu) return Math.max(0, sum)
  return finish === finishing.gate && !(other > 0) ? 0 : sum
}
