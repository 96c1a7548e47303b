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

/** Of the foremost by their lowest bits one more than the place, so that items are told quickly; clear between any two uses. */
const marks = new Uint16Array(65_536)

interface Beside {
  readonly seen: ReadonlySet<number>
  readonly mayStand: (place: number) => boolean
  /** Scores one, with all that takes. */
  readonly logShareOf: (place: number) => number
}

export class ForemostLate {
  readonly #late: readonly LateItem[]
  readonly #foremost: Foremost
  readonly #beside: Beside
  readonly #logShares: Float64Array
  readonly #bounds: Float64Array
  #total: number | undefined

  constructor(late: readonly LateItem[], foremost: Foremost, beside: Beside) {
    this.#late = late
    this.#foremost = foremost
    this.#beside = beside
    this.#logShares = new Float64Array(foremost.shares.length)
    for (let at = 0; at < this.#logShares.length; at++) this.#logShares[at] = Math.log(foremost.shares[at]!)
    this.#bounds = this.#boundsOf()
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
      if (this.#reaches(place, floor - rounding) && this.logShare(place) > Number.NEGATIVE_INFINITY) places.push(place)
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
    const found = this.#beside.logShareOf(place)
    beside.set(key, found)
    return found
  }

  /** Of all shares, where those of the model add up to 1. */
  get total(): number {
    this.#total ??= this.#added()
    return this.#total
  }

  #added(): number {
    let sum = 1
    for (let place = 0; place < this.#late.length; place++)
      if (this.#reaches(place, Math.log(neglectedShare))) sum += Math.exp(this.logShare(place))
    return sum
  }

  #placeOf(item: number): number {
    return this.#foremost.items.indexOf(item)
  }

  #reaches(place: number, floor: number): boolean {
    return this.#bounds[place]! >= floor && this.#beside.mayStand(place)
  }

  /** A mean has to be taken only where one of the foremost is among the neighbours. */
  #boundsOf(): Float64Array {
    const { items } = this.#foremost
    const least = this.#logShares.at(-1)!
    const bounds = new Float64Array(this.#late.length).fill(least)
    const boundOf = (item: number): number => this.#logShares[this.#markedPlaceOf(item)] ?? least
    for (let at = 0; at < items.length; at++) marks[items[at]! % marks.length] = at + 1
    for (let place = 0; place < bounds.length; place++) {
      const late = this.#late[place]!
      if (isMarked(late.neighbours)) bounds[place] = meanOfNeighbours(late, this.#beside.seen, boundOf)
    }
    for (let at = 0; at < items.length; at++) marks[items[at]! % marks.length] = 0
    return bounds
  }

  /** While the foremost are marked. */
  #markedPlaceOf(item: number): number {
    const mark = marks[item % marks.length]!
    // Of two foremost items with the same lowest bits the later one has the mark.
    return mark === 0 ? -1 : this.#foremost.items[mark - 1] === item ? mark - 1 : this.#placeOf(item)
  }
}

function isMarked(items: Uint32Array): boolean {
  for (let at = 0; at < items.length; at++) if (marks[items[at]! % marks.length] !== 0) return true
  return false
}
