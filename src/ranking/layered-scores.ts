/**
 * Scores of one request: a presorted base, and over it the items that the request changes. The order of the catalogue is
 * the changed items in order, merged with the base order less those items; it is exact, though only changed items are
 * looked at. The sum is that of the base, corrected for them. Cost: changed items + results, however large the catalogue.
 *
 * One object serves request after request: `begin` forgets the former one. Between `begin` and the last look nothing may
 * wait, for another request would begin.
 */

import { topItems } from '../kernels/top-items.ts'
import type { BaseScores } from './base-scores.ts'

export class LayeredScores {
  /** Scores of changed items; of others, leftovers. */
  readonly #scores: Float32Array<ArrayBuffer>
  /** The request that last changed an item, by number. */
  readonly #changedBy: Uint32Array<ArrayBuffer>
  readonly #changed: Uint32Array<ArrayBuffer>
  #changedCount = 0
  #request = 0
  #base: BaseScores

  constructor(base: BaseScores) {
    this.#base = base
    this.#scores = new Float32Array(base.scores.length)
    this.#changedBy = new Uint32Array(base.scores.length)
    this.#changed = new Uint32Array(base.scores.length)
  }

  /** Bytes it takes beside its base. */
  static byteCountFor(itemCount: number): number {
    return itemCount * 3 * Uint32Array.BYTES_PER_ELEMENT
  }

  /** `base` is of the same items as the first one. */
  begin(base: BaseScores): void {
    this.#base = base
    this.#changedCount = 0
    this.#request++
    if (this.#request <= 0xffff_ffff) return
    this.#changedBy.fill(0)
    this.#request = 1
  }

  add(item: number, amount: number): void {
    this.#change(item)
    this.#scores[item]! += amount
  }

  scale(item: number, factor: number): void {
    this.#change(item)
    this.#scores[item]! *= factor
  }

  scoreOf(item: number): number {
    return this.#isChanged(item) ? this.#scores[item]! : this.#base.scores[item]!
  }

  /** Over the whole catalogue. */
  get sum(): number {
    let sum = this.#base.sum
    for (let at = 0; at < this.#changedCount; at++) {
      const item = this.#changed[at]!
      sum += this.#scores[item]! - this.#base.scores[item]!
    }
    return sum
  }

  /** The best items of the catalogue, highest score first, ties by index. */
  top(count: number): Uint32Array<ArrayBuffer> {
    const { scores, order } = this.#base
    const changed = topItems(this.#scores, this.#changed.subarray(0, this.#changedCount), count)
    const best = new Uint32Array(Math.min(count, scores.length))
    let nextChanged = 0
    let nextBase = 0
    for (let place = 0; place < best.length; place++) {
      while (nextBase < order.length && this.#isChanged(order[nextBase]!)) nextBase++
      const one = changed[nextChanged]
      const other = order[nextBase]
      if (one !== undefined && (other === undefined || this.#comesFirst(one, other))) {
        best[place] = one
        nextChanged++
      } else {
        best[place] = other!
        nextBase++
      }
    }
    return best
  }

  #comesFirst(changed: number, unchanged: number): boolean {
    const score = this.#scores[changed]!
    const other = this.#base.scores[unchanged]!
    return score > other || (score === other && changed < unchanged)
  }

  #isChanged(item: number): boolean {
    return this.#changedBy[item] === this.#request
  }

  #change(item: number): void {
    if (this.#isChanged(item)) return
    this.#changedBy[item] = this.#request
    this.#scores[item] = this.#base.scores[item]!
    this.#changed[this.#changedCount++] = item
  }
}
