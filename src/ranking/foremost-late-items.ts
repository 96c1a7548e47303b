/**
 * Late items beside the remembered highest of a history. No item of the model that is not among these has a greater share than
 * the least of them, so a look at the neighbours bounds the share of a late item, and most are known not to stand in
 * an answer before anything is scored. What was scored is kept with the history.
 *
 * All is told in logarithms of shares among the items of the model alone: scores, but for a number that is the same for
 * all of a history.
 */

import { type LateItem, meanOfNeighbours } from './late-item.ts'
import type { Foremost } from './scored.ts'

/** Each late item that is left out of the sum of shares has less: a hundred of them are a hundredth. */
const neglectedShare = 1e-4

/** Sums of 32-bit numbers are rounded. */
const rounding = 1e-3

/** Of items by their lowest bits, to be told quickly that one is not among the foremost. */
const markCount = 4096

export class ForemostLate {
  readonly #late: readonly LateItem[]
  readonly #foremost: Foremost
  readonly #seen: ReadonlySet<number>
  /** Scores it, with all that takes; as a log-share. */
  readonly #scored: (place: number) => number
  readonly #logShares: Float64Array
  readonly #marks = new Uint8Array(markCount)
  #bounds: Float64Array | undefined
  #total: number | undefined

  constructor(
    late: readonly LateItem[],
    foremost: Foremost,
    { seen, logShareOf }: { readonly seen: ReadonlySet<number>; readonly logShareOf: (place: number) => number },
  ) {
    this.#late = late
    this.#foremost = foremost
    this.#seen = seen
    this.#scored = logShareOf
    this.#logShares = foremost.shares.map(Math.log)
    for (const item of foremost.items) this.#marks[item % markCount] = 1
  }

  /** Whether an answer that ends with this item holds only some of the foremost. */
  reaches(last: number | undefined): boolean {
    return last !== undefined && this.#placeOf(last) >= 0
  }

  /** Those that stand no lower than one of the foremost, best first, by place. */
  orderAbove(last: number): readonly number[] {
    const floor = this.logShareOfKnown(last)
    const places: number[] = []
    for (let place = 0; place < this.#late.length; place++)
      if (this.#boundOf(place) >= floor - rounding && this.logShare(place) > Number.NEGATIVE_INFINITY)
        places.push(place)
    return places.sort((one, other) => this.logShare(other) - this.logShare(one) || one - other)
  }

  logShareOfKnown(item: number): number {
    return this.#logShares[this.#placeOf(item)]!
  }

  logShare(place: number): number {
    const { beside } = this.#foremost
    const key = this.#late[place]!.neighbours
    const kept = beside.get(key)
    if (kept !== undefined) return kept
    const found = this.#scored(place)
    beside.set(key, found)
    return found
  }

  /** Of all shares, where those of the model add up to 1. */
  get total(): number {
    this.#total ??= this.#late.reduce(
      (sum, _, place) => (this.#boundOf(place) > Math.log(neglectedShare) ? sum + Math.exp(this.logShare(place)) : sum),
      1,
    )
    return this.#total
  }

  #placeOf(item: number): number {
    return this.#marks[item % markCount] === 0 ? -1 : this.#foremost.items.indexOf(item)
  }

  #boundOf(place: number): number {
    this.#bounds ??= Float64Array.from(this.#late, late => {
      const least = this.#logShares.at(-1)!
      return meanOfNeighbours(late, this.#seen, item => this.#logShares[this.#placeOf(item)] ?? least)
    })
    return this.#bounds[place]!
  }
}
