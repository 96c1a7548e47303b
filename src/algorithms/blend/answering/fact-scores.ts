/**
 * What new items and an objective make of the scores of one history, once all is added that is known of a request: amounts of new
 * items by those of their neighbours, then how far they are held back, then what the objective adds, both in deviations of
 * all scores. Equal to `applyItemFacts` on the scores of all items but for rounding. Cost: what the history touches.
 */

import { caution } from '../../item-facts/apply.ts'
import type { FactLayers, FactMoments } from '../prepared/fact-layers.ts'
import type { Overlay } from './overlay.ts'

type Floats = Float32Array<ArrayBuffer>

/** Sums over all items of scores less the mean of what no history touches, and of their squares. */
interface Sums {
  readonly sum: number
  readonly squares: number
  /** Over new items alone. */
  readonly newSum: number
}

/** The layers of one history that facts are added to. */
export interface SummedLayers {
  readonly overlay: Overlay
  /** For each table a number for each column. */
  readonly queries: readonly Float64Array[]
  /** Of the layers, with this for the standing score. */
  sumOf(item: number, standing: number): number
}

export class FactScores {
  /** Rows and followers of items, two standing scores, and whether it is new. */
  static readonly bytesPerItem = 17
  /** How far scores spread before an objective is added, which it is measured in. */
  deviation = 0
  readonly #layers: FactLayers
  readonly #of: SummedLayers
  readonly #isNew: Uint8Array
  readonly #boostMax: number
  #history: ArrayLike<number> = []
  #isSettled = true
  /** Taken from the scores of new items. */
  heldBack = 0

  constructor(layers: FactLayers, of: SummedLayers) {
    this.#layers = layers
    this.#of = of
    this.#isNew = new Uint8Array(layers.rowOf.length)
    for (const item of layers.newItems) this.#isNew[item] = 1
    this.#boostMax = layers.boosts?.reduce((most, boost) => Math.max(most, Math.abs(boost)), 0) ?? 0
  }

  get newItems(): Uint32Array<ArrayBuffer> {
    return this.#layers.newItems
  }

  get boosts(): Floats | undefined {
    return this.#layers.boosts
  }

  /** The most that is added to a score or taken from it. */
  get amountMax(): number {
    return this.heldBack + this.deviation * this.#boostMax
  }

  /** The history is another one. */
  begin(history: ArrayLike<number>): void {
    this.#history = history
    this.#isSettled = false
    this.deviation = 0
    this.heldBack = 0
  }

  settle(): void {
    if (this.#isSettled) return
    this.#isSettled = true
    const moments = this.#history.length === 0 ? this.#layers.cold : this.#layers.base
    this.#passOn()
    this.#leaveOutSeen(moments.scores)
    const { sum, squares, newSum } = this.#sumsOf(moments)
    const count = moments.scores.length
    const newCount = this.#layers.newItems.length
    const deviation = (sum: number, squares: number): number =>
      Math.sqrt(Math.max(0, squares / Math.max(1, count) - (sum / Math.max(1, count)) ** 2))
    const step = newCount > 0 ? caution * deviation(sum, squares) : 0
    this.heldBack = step
    this.deviation = deviation(sum - step * newCount, squares - 2 * step * newSum + step * step * newCount)
  }

  /** Added to the sum of the layers. */
  amountOf(item: number): number {
    const boost = this.boosts ? this.deviation * this.boosts[item]! : 0
    return this.#isNew[item] === 1 ? boost - this.heldBack : boost
  }

  /** What the history adds to a known item, it adds by share to the new ones it speaks for, and nothing else. */
  #passOn(): void {
    const { rowOf, followers } = this.#layers
    const { overlay } = this.#of
    const touched = overlay.touched.slice()
    for (const item of touched) if (rowOf[item] !== 0) overlay.add(item, -overlay.amounts[item]!)
    for (const item of touched) {
      if (rowOf[item] !== 0) continue
      const amount = overlay.amounts[item]!
      for (let at = followers.offsets[item]!; at < followers.offsets[item + 1]!; at++)
        overlay.add(followers.items[at]!, followers.weights[at]! * amount)
    }
  }

  /** Items of the history do not speak for new ones where others can: what they said is taken out of the mean. */
  #leaveOutSeen(standing: Floats): void {
    const { followers } = this.#layers
    const { overlay } = this.#of
    const seen = new Set(Array.from(this.#history))
    const taken = new Map<number, { sum: number; share: number }>()
    for (const known of seen) {
      if (followers.offsets[known] === followers.offsets[known + 1]) continue
      const score = this.#of.sumOf(known, standing[known]!)
      for (let at = followers.offsets[known]!; at < followers.offsets[known + 1]!; at++) {
        const own = taken.get(followers.items[at]!) ?? { sum: 0, share: 0 }
        own.sum += followers.weights[at]! * score
        own.share += followers.weights[at]!
        taken.set(followers.items[at]!, own)
      }
    }
    for (const [item, { sum, share }] of taken) {
      const mean = this.#of.sumOf(item, standing[item]!)
      // A small rest of a difference would be little more than its rounding.
      const unseen = share > 0.9 ? this.#meanOfUnseen(item, seen, standing) : (mean - sum) / (1 - share)
      overlay.add(item, unseen - mean)
    }
  }

  #meanOfUnseen(item: number, seen: ReadonlySet<number>, standing: Floats): number {
    const { rowOf, neighbours } = this.#layers
    const row = rowOf[item]! - 1
    const scoreOf = (known: number): number => this.#of.sumOf(known, standing[known]!)
    let [sum, share] = [0, 0]
    for (let at = neighbours.offsets[row]!; at < neighbours.offsets[row + 1]!; at++) {
      const known = neighbours.items[at]!
      if (seen.has(known)) continue
      sum += neighbours.weights[at]! * scoreOf(known)
      share += neighbours.weights[at]!
    }
    return share > 0 ? sum / share : scoreOf(neighbours.items[neighbours.offsets[row]!]!)
  }

  #sumsOf({ means, covariance, newSums, scores }: FactMoments): Sums {
    const { overlay } = this.#of
    const query = means.length === 1 ? [1] : [...this.#of.queries.flatMap(query => Array.from(query)), 1]
    let [mean, squares, sum, newSum] = [0, 0, 0, 0]
    for (let i = 0; i < query.length; i++) {
      mean += means[i]! * query[i]!
      newSum += newSums[i]! * query[i]!
      for (let j = 0; j < query.length; j++) squares += query[i]! * query[j]! * covariance[i * query.length + j]!
    }
    squares *= scores.length
    for (const item of overlay.touched) {
      const amount = overlay.amounts[item]!
      const before = this.#of.sumOf(item, scores[item]!) - amount - mean
      sum += amount
      squares += amount * (2 * before + amount)
      if (this.#isNew[item] === 1) newSum += amount
    }
    return { sum, squares, newSum }
  }
}
