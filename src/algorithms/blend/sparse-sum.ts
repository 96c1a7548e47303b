/**
 * The scores of one part of rows, standardised and added to those of the others at the cost of what it touches: an item
 * that no row of the history names has score 0, and what standardising makes of 0 is the same for all of them, so it is
 * returned for the caller to add once for all parts. Mean and deviation are those over the whole catalogue.
 * The sums are taken out of their places once and gone over side by side: what lies scattered costs most.
 */

import type { Overlay } from './overlay.ts'
import type { RowsShape } from './params.ts'

export class SparseSum {
  static readonly bytesPerItem = 13
  /** All 0 between calls. */
  readonly #sums: Float32Array<ArrayBuffer>
  readonly #isTouched: Uint8Array<ArrayBuffer>
  readonly #touched: Uint32Array<ArrayBuffer>
  /** Of the touched, side by side. */
  readonly #packed: Float32Array<ArrayBuffer>
  #count = 0

  constructor(itemCount: number) {
    this.#sums = new Float32Array(itemCount)
    this.#isTouched = new Uint8Array(itemCount)
    this.#touched = new Uint32Array(itemCount)
    this.#packed = new Float32Array(itemCount)
  }

  /** Adds `weight` deviations from the mean to the items that are touched, and returns what is due to every item. */
  addTo(overlay: Overlay, part: RowsShape, weight: number, history: ArrayLike<number>): number {
    const { window, decay } = part.form
    const depth = Math.min(window, history.length)
    let share = 1
    for (let back = 0; back < depth; back++) {
      this.#addRow(part, history[history.length - 1 - back]!, share)
      share *= decay
    }
    return this.#takeInto(overlay, weight)
  }

  #addRow({ rows: { offsets, items, weights } }: RowsShape, row: number, share: number): void {
    const sums = this.#sums
    const isTouched = this.#isTouched
    const touched = this.#touched
    let count = this.#count
    const to = offsets[row + 1]!
    for (let at = offsets[row]!; at < to; at++) {
      const item = items[at]!
      if (isTouched[item] === 0) {
        isTouched[item] = 1
        touched[count++] = item
      }
      sums[item]! += share * weights[at]!
    }
    this.#count = count
  }

  #takeInto(overlay: Overlay, weight: number): number {
    const touched = this.#touched.subarray(0, this.#count)
    const sums = this.#pack(touched)
    const { mean, deviation } = this.#scaleOf(sums)
    const factor = deviation > 0 ? weight / deviation : 0
    overlay.addAll(touched, sums, factor)
    this.#count = 0
    return -factor * mean
  }

  #pack(touched: Uint32Array): Float32Array {
    const packed = this.#packed
    const sums = this.#sums
    const isTouched = this.#isTouched
    for (let at = 0; at < touched.length; at++) {
      const item = touched[at]!
      packed[at] = sums[item]!
      sums[item] = 0
      isTouched[item] = 0
    }
    return packed.subarray(0, touched.length)
  }

  /** As `scaleOf` gives it: the untouched count with their 0. */
  #scaleOf(sums: Float32Array): { readonly mean: number; readonly deviation: number } {
    const itemCount = this.#sums.length
    let sum = 0
    for (let at = 0; at < sums.length; at++) sum += sums[at]!
    const mean = itemCount > 0 ? sum / itemCount : 0
    let squares = (itemCount - sums.length) * mean ** 2
    for (let at = 0; at < sums.length; at++) squares += (sums[at]! - mean) ** 2
    const deviation = itemCount > 0 ? Math.sqrt(squares / itemCount) : 0
    return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 }
  }
}
