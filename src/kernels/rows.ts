/** Rows of a table by index, and products row by row. */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

type Rows = Pick<Kernels, 'gatherRows' | 'scatterAddRows' | 'rowDots' | 'gatherDots' | 'addScaledRows'>

export const rows = (memory: WebAssembly.Memory): Rows => {
  const f32 = (offset: number) => f32At(memory, offset)
  return {
    gatherRows(count, width, table, indices, out, accumulate) {
      const [T, I, O] = [f32(table), u32At(memory, indices), f32(out)]
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < width; k++) O[i * width + k] = T[I[i]! * width + k]! + (accumulate ? O[i * width + k]! : 0)
      }
    },
    scatterAddRows(count, width, rows, indices, table) {
      const [R, I, T] = [f32(rows), u32At(memory, indices), f32(table)]
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < width; k++) T[I[i]! * width + k]! += R[i * width + k]!
      }
    },
    rowDots(count, width, a, b, out) {
      const [A, B, O] = [f32(a), f32(b), f32(out)]
      for (let i = 0; i < count; i++) {
        let sum = 0
        for (let k = 0; k < width; k++) sum += A[i * width + k]! * B[i * width + k]!
        O[i] = sum
      }
    },
    gatherDots(count, width, table, indices, x, out) {
      const [T, I, X, O] = [f32(table), u32At(memory, indices), f32(x), f32(out)]
      for (let i = 0; i < count; i++) {
        let sum = 0
        for (let k = 0; k < width; k++) sum += T[I[i]! * width + k]! * X[k]!
        O[i] = sum
      }
    },
    addScaledRows(count, width, scales, x, y) {
      const [S, X, Y] = [f32(scales), f32(x), f32(y)]
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < width; k++) Y[i * width + k]! += S[i]! * X[i * width + k]!
      }
    },
  }
}
