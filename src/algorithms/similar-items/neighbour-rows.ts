/** Rows of neighbours as they are found, item after item, in arrays that grow. */

import type { ItemRows } from '../histories.ts'

export class NeighbourRows {
  readonly #offsets: Uint32Array<ArrayBuffer>
  #rowCount = 0
  #items = new Uint32Array(1024)
  #weights = new Float32Array(1024)

  constructor(rowCount: number) {
    this.#offsets = new Uint32Array(rowCount + 1)
  }

  /** Ends a row of items with positive weights, best first. */
  append(items: readonly number[], weights: readonly number[]): void {
    const start = this.#offsets[this.#rowCount]!
    this.#reserve(start + items.length)
    this.#items.set(items, start)
    this.#weights.set(weights, start)
    this.#offsets[++this.#rowCount] = start + items.length
  }

  finish(): ItemRows {
    const end = this.#offsets[this.#rowCount]!
    return { offsets: this.#offsets, items: this.#items.slice(0, end), weights: this.#weights.slice(0, end) }
  }

  #reserve(length: number): void {
    if (length <= this.#items.length) return
    const capacity = Math.max(length, 2 * this.#items.length)
    const [items, weights] = [new Uint32Array(capacity), new Float32Array(capacity)]
    items.set(this.#items)
    weights.set(this.#weights)
    this.#items = items
    this.#weights = weights
  }
}
