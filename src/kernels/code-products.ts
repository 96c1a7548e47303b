/** 7-bit codes of rows, scores from them, what they may be off by, and a search for those that reach a floor. */

import { f32At, u32At } from './arena.ts'
import { roundToEven } from './half-byte-codes.ts'
import type { Kernels } from './kernels.ts'

/** Codes of 0, and of the greatest number of a row less that. */
const middle = 64
const codeMax = 63

export const codeProducts = (
  memory: WebAssembly.Memory,
): Pick<Kernels, 'quantiseRows' | 'addCodeProducts' | 'addListedCodeProducts' | 'firstAbove'> => ({
  quantiseRows(count, width, rows, codes, scales) {
    const [R, S] = [f32At(memory, rows), f32At(memory, scales)]
    const C = new Uint8Array(memory.buffer, codes)
    for (let i = 0; i < count; i++) {
      const row = R.subarray(i * width, (i + 1) * width)
      const greatest = row.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0)
      const factor = greatest > 1e-30 ? Math.fround(codeMax / greatest) : 0
      S[i] = factor > 0 ? greatest / codeMax : 2 * greatest
      for (let k = 0; k < width; k++) C[i * width + k] = middle + roundToEven(Math.fround(row[k]! * factor))
    }
  },

  addCodeProducts(count, width, codes, scales, query, factor, margin, scores, slacks, accumulate) {
    const [C, Q] = [new Uint8Array(memory.buffer, codes), new Int8Array(memory.buffer, query)]
    const [S, O, L] = [f32At(memory, scales), f32At(memory, scores), f32At(memory, slacks)]
    for (let row = 0; row < count; row++) {
      let sum = 0
      for (let k = 0; k < width; k++) sum += (C[row * width + k]! - middle) * Q[k]!
      O[row] = O[row]! + Math.fround(S[row]! * Math.fround(Math.fround(sum) * Math.fround(factor)))
      L[row] = Math.fround(S[row]! * Math.fround(margin)) + (accumulate ? L[row]! : 0)
    }
  },

  addListedCodeProducts(count, width, list, codes, scales, query, factor, margin, scores, slacks, accumulate) {
    const places = u32At(memory, list)
    const { addCodeProducts } = codeProducts(memory)
    for (let at = 0; at < count; at++) {
      const [code, scale] = [codes + places[at]! * width, scales + 4 * places[at]!]
      addCodeProducts(1, width, code, scale, query, factor, margin, scores + 4 * at, slacks + 4 * at, accumulate)
    }
  },

  firstAbove(from, count, scores, slacks, floor) {
    const [O, L] = [f32At(memory, scores), f32At(memory, slacks)]
    for (let row = from; row < count; row++) if (Math.fround(O[row]! + L[row]!) >= Math.fround(floor)) return row
    return count
  },
})
