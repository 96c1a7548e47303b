/**
 * The scores of one part of rows, standardised and added to those of the others at the cost of what it touches: an item
 * that no row of the history names has score 0, and what standardising makes of 0 is the same for all of them, so it is
 * returned for the caller to add once for all parts. Mean and deviation are those over the whole catalogue.
 */

import { depthOf } from '../history-depth.ts'
import type { RowsShape } from '../params.ts'
import { Overlay } from './overlay.ts'

export class SparseSum {
  static readonly bytesPerItem = 4 + Overlay.bytesPerItem
  /** Empty between calls: the first part is added up where all of them come together, which saves a third of the time. */
  readonly #aside: Overlay
  /** What was touched, end to end. */
  readonly #found: Float32Array<ArrayBuffer>

  constructor(itemCount: number) {
    this.#aside = new Overlay(itemCount)
    this.#found = new Float32Array(itemCount)
  }

  /** Adds `weight` deviations from the mean to the items that are touched, and returns what is due to every item. */
  addTo(overlay: Overlay, part: RowsShape, weight: number, history: ArrayLike<number>): number {
    const own = overlay.touchedCount === 0 ? overlay : this.#aside
    addRows(own, part, history)
    own.copyTo(this.#found)
    const count = own.touchedCount
    const { mean, deviation } = this.#scaleOf(count)
    const factor = deviation > 0 ? weight / deviation : 0
    if (own === overlay) overlay.replace(this.#found, factor)
    else {
      overlay.addEach(own.touched, this.#found, 0, count, factor)
      own.clear()
    }
    return -factor * mean
  }

  /** As `scaleOf` gives it of the whole catalogue: the untouched count with their 0. */
  #scaleOf(count: number): { readonly mean: number; readonly deviation: number } {
    const found = this.#found
    const itemCount = found.length
    let sum = 0
    for (let at = 0; at < count; at++) sum += found[at]!
    const mean = itemCount > 0 ? sum / itemCount : 0
    let squares = (itemCount - count) * mean ** 2
    for (let at = 0; at < count; at++) squares += (found[at]! - mean) ** 2
    const deviation = itemCount > 0 ? Math.sqrt(squares / itemCount) : 0
    return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 }
  }
}

function addRows(
  own: Overlay,
  { rows: { offsets, items, weights }, form }: RowsShape,
  history: ArrayLike<number>,
): void {
  const depth = depthOf(form, history.length)
  let share = 1
  for (let back = 0; back < depth; back++) {
    const row = history[history.length - 1 - back]!
    own.addEach(items, weights, offsets[row]!, offsets[row + 1]!, share)
    share *= form.decay
  }
}
