/**
 * Collects sparse rows of items, one row at a time: weights are added in a dense accumulator, then the best are kept,
 * heaviest first, ties by item index. Order is made by sorting numbers, not objects: a positive float's bits order as
 * integers do, so weight and index fit together into the 53 exact bits of a double.
 */

import { assert } from '../base/assert.ts'
import { selectLargest } from '../kernels/select.ts'
import type { ItemRows } from './histories.ts'

/** 31 bits of weight leave 22 for the index. */
const indexSpan = 2 ** 22

export class ItemRowCollector {
  /** Weight per item of the row under way; `add` and `scale` are the way in, reading is free. */
  readonly weights: Float32Array<ArrayBuffer>
  readonly #touched: Uint32Array<ArrayBuffer>
  #touchedCount = 0
  readonly #keys: Float64Array<ArrayBuffer>
  readonly #weightBits: Uint32Array<ArrayBuffer>
  readonly #offsets: Uint32Array<ArrayBuffer>
  #rowCount = 0
  #items = new Uint32Array(1024)
  #rowWeights = new Float32Array(1024)

  constructor(rowCount: number, itemCount: number) {
    assert(itemCount <= indexSpan, `${itemCount} items are more than ${indexSpan}`)
    this.weights = new Float32Array(itemCount)
    this.#weightBits = new Uint32Array(this.weights.buffer)
    this.#touched = new Uint32Array(itemCount)
    this.#keys = new Float64Array(itemCount)
    this.#offsets = new Uint32Array(rowCount + 1)
  }

  add(item: number, weight: number): void {
    if (this.weights[item] === 0) this.#touched[this.#touchedCount++] = item
    this.weights[item]! += weight
  }

  /** Items added to the row under way. */
  get touched(): Uint32Array {
    return this.#touched.subarray(0, this.#touchedCount)
  }

  /** Ends the row: keeps up to `countMax` of its positive weights, each multiplied by `factor`. */
  endRow(countMax: number, factor: number): void {
    const keys = this.#highestKeys(countMax)
    const kept = keys.length
    const start = this.#offsets[this.#rowCount]!
    this.#reserve(start + kept)
    for (let rank = 0; rank < kept; rank++) {
      const item = indexSpan - 1 - (keys[keys.length - 1 - rank]! % indexSpan)
      this.#items[start + rank] = item
      this.#rowWeights[start + rank] = this.weights[item]! * factor
    }
    this.#offsets[++this.#rowCount] = start + kept
    for (const item of this.touched) this.weights[item] = 0
    this.#touchedCount = 0
  }

  /** Forgets the row under way. */
  dropRow(): void {
    for (const item of this.touched) this.weights[item] = 0
    this.#touchedCount = 0
  }

  /** The rows so far, in arrays of exactly their size. */
  finish(): ItemRows {
    const end = this.#offsets[this.#rowCount]!
    return { offsets: this.#offsets, items: this.#items.slice(0, end), weights: this.#rowWeights.slice(0, end) }
  }

  /** At most so many, ascending. */
  #highestKeys(countMax: number): Float64Array {
    let count = 0
    for (const item of this.touched) {
      if (this.weights[item]! <= 0) continue
      this.#keys[count++] = this.#weightBits[item]! * indexSpan + (indexSpan - 1 - item)
    }
    const keys = this.#keys.subarray(0, count)
    if (count <= countMax) return keys.sort()
    if (countMax === 0) return keys.subarray(0, 0)
    selectLargest(keys, countMax)
    return keys.subarray(count - countMax).sort()
  }

  #reserve(length: number): void {
    if (length <= this.#items.length) return
    const capacity = Math.max(length, Math.ceil(this.#items.length * 1.5))
    const items = new Uint32Array(capacity)
    const weights = new Float32Array(capacity)
    items.set(this.#items)
    weights.set(this.#rowWeights)
    this.#items = items
    this.#rowWeights = weights
  }
}
