/** Bounds of products from 8-bit codes, and the rows that may be among the greatest by them. */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const screen = (memory: WebAssembly.Memory): Pick<Kernels, 'quantiseRows' | 'screenRows'> => ({
  quantiseRows(count, width, rows, codes, scales) {
    const [R, S] = [f32At(memory, rows), f32At(memory, scales)]
    const C = new Int8Array(memory.buffer, codes)
    for (let i = 0; i < count; i++) {
      const row = R.subarray(i * width, (i + 1) * width)
      const greatest = row.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0)
      const factor = greatest > 1e-30 ? Math.fround(127 / greatest) : 0
      S[i] = factor > 0 ? greatest / 127 : 2 * greatest
      for (let k = 0; k < width; k++) C[i * width + k] = roundToEven(Math.fround(row[k]! * factor))
    }
  },

  screenRows(count, width, codes, scales, query, factor, margin, allowed, wanted, ...outputs) {
    const [heap, candidates, bounds] = outputs
    const [S, H, C, B] = [f32At(memory, scales), f32At(memory, heap), u32At(memory, candidates), f32At(memory, bounds)]
    const [rows, Q] = [new Int8Array(memory.buffer, codes), new Int16Array(memory.buffer, query)]
    const isAllowed = (item: number): boolean =>
      allowed === 0 || ((u32At(memory, allowed)[item >>> 5]! >>> (item & 31)) & 1) === 1
    const products = Array.from({ length: count }, (_, item) => {
      let sum = 0
      for (let k = 0; k < width; k++) sum += rows[item * width + k]! * Q[k]!
      return Math.fround(Math.fround(sum) * Math.fround(factor))
    })
    const items = [...products.keys()].filter(isAllowed)
    const margined = (item: number, sign: number): number =>
      Math.fround(S[item]! * Math.fround(products[item]! + sign * Math.fround(margin)))
    const lowers = items.map(item => margined(item, -1)).sort((a, b) => b - a)
    const worst = lowers[wanted - 1] ?? Number.NEGATIVE_INFINITY
    for (let place = 0; place < wanted; place++) H[place] = lowers[place] ?? Number.NEGATIVE_INFINITY
    const kept = items.filter(item => margined(item, 1) >= worst)
    for (const [place, item] of kept.entries()) {
      C[place] = item
      B[place] = margined(item, 1)
    }
    return kept.length
  },
})

/** As processors round. */
function roundToEven(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole
}
