/** Scores of rows from their 8-bit codes, what they may be off by, and a search for those that reach a floor. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const codeProducts = (memory: WebAssembly.Memory): Pick<Kernels, 'addCodeProducts' | 'firstAbove'> => ({
  addCodeProducts(count, width, codes, scales, query, factor, margin, scores, slacks, accumulate) {
    const [C, Q] = [new Int8Array(memory.buffer, codes), new Int16Array(memory.buffer, query)]
    const [S, O, L] = [f32At(memory, scales), f32At(memory, scores), f32At(memory, slacks)]
    for (let row = 0; row < count; row++) {
      let sum = 0
      for (let k = 0; k < width; k++) sum += C[row * width + k]! * Q[k]!
      O[row] = O[row]! + Math.fround(S[row]! * Math.fround(Math.fround(sum) * Math.fround(factor)))
      L[row] = Math.fround(S[row]! * Math.fround(margin)) + (accumulate ? L[row]! : 0)
    }
  },

  firstAbove(from, count, scores, slacks, floor) {
    const [O, L] = [f32At(memory, scores), f32At(memory, slacks)]
    for (let row = from; row < count; row++) if (Math.fround(O[row]! + L[row]!) >= Math.fround(floor)) return row
    return count
  },
})
