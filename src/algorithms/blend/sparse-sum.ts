/**
 * The scores of one part of rows, standardised and added to those of the others at the cost of what it touches: an item
 * that no row of the history names has score 0, and what standardising makes of 0 is the same for all of them, so it is
 * returned for the caller to add once for all parts. Mean and deviation are those over the whole catalogue.
 */

import type { Overlay } from './overlay.ts'
import type { RowsShape } from './params.ts'

export class SparseSum {
  static readonly bytesPerItem = 9
  /** All 0 between calls. */
  readonly #sums: Float32Array<ArrayBuffer>
  readonly #isTouched: Uint8Array<ArrayBuffer>
  readonly #touched: Uint32Array<ArrayBuffer>
  #count = 0

  constructor(itemCount: number) {
    this.#sums = new Float32Array(itemCount)
    this.#isTouched = new Uint8Array(itemCount)
    this.#touched = new Uint32Array(itemCount)
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
    const { mean, deviation } = this.#scale()
    const factor = deviation > 0 ? weight / deviation : 0
    const sums = this.#sums
    for (let at = 0; at < this.#count; at++) {
      const item = this.#touched[at]!
      overlay.add(item, factor * sums[item]!)
      sums[item] = 0
      this.#isTouched[item] = 0
    }
    this.#count = 0
    return -factor * mean
  }

  /** As `scaleOf` gives it: the untouched count with their 0. */
  #scale(): { readonly mean: number; readonly deviation: number } {
    const itemCount = this.#sums.length
    let sum = 0
    for (let at = 0; at < this.#count; at++) sum += this.#sums[this.#touched[at]!]!
    const mean = itemCount > 0 ? sum / itemCount : 0
    let squares = (itemCount - this.#count) * mean ** 2
    for (let at = 0; at < this.#count; at++) squares += (this.#sums[this.#touched[at]!]! - mean) ** 2
    const deviation = itemCount > 0 ? Math.sqrt(squares / itemCount) : 0
    return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 }
  }
}
