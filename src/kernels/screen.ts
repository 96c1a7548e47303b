/** The rows with the greatest products with a query, screened by 4-bit codes; `nearest-rows-query.ts` has the bounds. */

import { f32At, u32At } from './arena.ts'
import { byteOf, floatOf, shiftOf } from './half-byte-codes.ts'
import type { Kernels } from './kernels.ts'

/** Below it, f32 rounds products away. */
const underflow = 1e-40

export const screen = (memory: WebAssembly.Memory): Pick<Kernels, 'screenRows' | 'rescoreRows'> => {
  const product = (width: number, table: number, row: number, query: number): number => {
    const [T, Q] = [f32At(memory, table), f32At(memory, query)]
    let sum = 0
    for (let k = 0; k < width; k++) sum += T[row * width + k]! * Q[k]!
    return Math.fround(sum)
  }

  return {
    screenRows(from, to, width, codes, spans, order, table, query, allowed, floor, wanted, heap, candidates, found) {
      const [S, O] = [u32At(memory, spans), u32At(memory, order)]
      const [C, P] = [new Uint8Array(memory.buffer, codes), new Int8Array(memory.buffer, query + 4 * width)]
      const [factor, shift, margin, length] = f32At(memory, query + 12 * width) as unknown as Quad
      const best = new BestRows(memory, heap, wanted)
      const isAllowed = (row: number): boolean =>
        row !== 0xffffffff && (allowed === 0 || ((u32At(memory, allowed)[row >>> 5]! >>> (row & 31)) & 1) === 1)
      let count = found
      for (let place = from; place < to; place++) {
        const row = O[place]!
        if (!isAllowed(row)) continue
        let sum = 0
        for (let k = 0; k < width; k++)
          sum += ((C[byteOf(place, k, width)]! >>> shiftOf(k)) & 15) * P[(k >>> 1) * 16 + (k & 1)]!
        const [step, errorLength] = [floatOf(S[place]! & 0xffff0000), floatOf(S[place]! << 16)]
        const scaled = Math.fround(sum * factor)
        const own = Math.fround(step * Math.fround(scaled + Math.fround(margin - shift)))
        const upper = Math.fround(own + Math.fround(errorLength * length))
        const worst = Math.max(floor, best.worst)
        if (upper < Math.fround(worst - underflow)) continue
        if (Math.fround(step * Math.fround(scaled - shift)) < worst) {
          u32At(memory, candidates)[2 * count] = row
          f32At(memory, candidates)[2 * count + 1] = upper
          count++
        } else best.offer(product(width, table, row, query), row)
      }
      return count
    },

    rescoreRows(found, width, table, query, floor, wanted, heap, candidates) {
      const best = new BestRows(memory, heap, wanted)
      let computed = 0
      for (let place = 0; place < found; place++) {
        if (f32At(memory, candidates)[2 * place + 1]! < Math.fround(Math.max(floor, best.worst) - underflow)) continue
        const row = u32At(memory, candidates)[2 * place]!
        best.offer(product(width, table, row, query), row)
        computed++
      }
      return computed
    },
  }
}

type Quad = readonly [number, number, number, number]

/** Pairs of product and row, the worst first. */
class BestRows {
  readonly #products: Float32Array
  readonly #rows: Uint32Array
  readonly #count: number

  constructor(memory: WebAssembly.Memory, heap: number, count: number) {
    this.#products = f32At(memory, heap)
    this.#rows = u32At(memory, heap)
    this.#count = count
  }

  get worst(): number {
    return this.#products[0]!
  }

  /** In place of the worst, if it is better. */
  offer(product: number, row: number): void {
    const pairs = Array.from({ length: this.#count }, (_, place) => ({
      product: this.#products[2 * place]!,
      row: this.#rows[2 * place + 1]!,
    }))
    const kept = [...pairs, { product, row }].sort((one, other) => one.product - other.product || other.row - one.row)
    for (const [place, pair] of kept.slice(1).entries()) {
      this.#products[2 * place] = pair.product
      this.#rows[2 * place + 1] = pair.row
    }
  }
}
