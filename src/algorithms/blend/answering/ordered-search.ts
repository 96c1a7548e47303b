/**
 * The best of a history when vectors have no say: items that it does not touch stand in an order that was made when the
 * model was loaded, so that order is walked and merged with the few that it does touch. Cost: what the history touches, and
 * how far the walk has to go to find items that may stand.
 */

import { expSum } from '../../../kernels/exp-sum.ts'
import { topItems } from '../../../kernels/top-items.ts'
import { addMoment } from '../prepared/standing.ts'
import type { HistoryScores } from './history-scores.ts'
import { type Choice, type Search, spreadFrom } from './search.ts'

export class OrderedSearch implements Search {
  readonly #of: HistoryScores
  /** By item; what was not just written means nothing. */
  readonly #scores: Float32Array<ArrayBuffer>
  /** Those of the touched, end to end. */
  readonly #touched: Float32Array<ArrayBuffer>
  #highest = Number.NEGATIVE_INFINITY
  #isScored = false

  constructor(of: HistoryScores) {
    this.#of = of
    this.#scores = new Float32Array(of.itemCount)
    this.#touched = new Float32Array(of.itemCount)
  }

  get byteCount(): number {
    return this.#scores.byteLength + this.#touched.byteLength
  }

  /** The history is another one. */
  reset(): void {
    this.#isScored = false
  }

  best({ items, mayStand }: Choice, count: number): Uint32Array {
    this.#score()
    if (items) return this.#bestOf(mayStand ? items.filter(mayStand) : items, count)
    const { touched } = this.#of.overlay
    const own = finite(topItems(this.#scores, mayStand ? touched.filter(mayStand) : touched, count), this.#scores)
    return this.#merged(own, mayStand ?? (() => true), count)
  }

  get highest(): number {
    this.#score()
    return this.#highest
  }

  get mass(): number {
    this.#score()
    const { standing, overlay } = this.#of
    const mass = expSum(this.#touched.subarray(0, overlay.touched.length), this.#highest)
    return mass + standing.untouchedMass(overlay, this.#highest, mass)
  }

  get spread() {
    const { standing, overlay } = this.#of
    const moments = standing.untouchedMoments(overlay)
    for (const item of overlay.touched) addMoment(moments, this.#of.scoreOf(item), 1)
    return spreadFrom(moments)
  }

  /** Of the touched, once for a history. */
  #score(): void {
    if (this.#isScored) return
    this.#isScored = true
    const { standing, overlay } = this.#of
    const { touched, amounts } = overlay
    const { scores: standingScores } = standing
    let highest = standing.highestUntouched(overlay)
    for (let at = 0; at < touched.length; at++) {
      const item = touched[at]!
      const score = Math.fround(standingScores[item]! + amounts[item]!)
      this.#scores[item] = score
      this.#touched[at] = score
      if (score > highest) highest = score
    }
    this.#highest = highest
  }

  #bestOf(items: Uint32Array, count: number): Uint32Array {
    for (let at = 0; at < items.length; at++) this.#scores[items[at]!] = this.#of.scoreOf(items[at]!)
    return finite(topItems(this.#scores, items, count), this.#scores)
  }

  #merged(own: Uint32Array, mayStand: (item: number) => boolean, count: number): Uint32Array {
    const { standing, overlay } = this.#of
    const { order, scores } = standing
    const best = new Uint32Array(Math.min(count, order.length))
    let [found, next] = [0, 0]
    for (let at = 0; found < best.length; found++) {
      while (at < order.length && (overlay.touches(order[at]!) || !mayStand(order[at]!))) at++
      const other = order[at] ?? -1
      const isLeft = other >= 0 && scores[other]! > Number.NEGATIVE_INFINITY
      const mine = own[next] ?? -1
      if (mine < 0 && !isLeft) break
      const isMine = mine >= 0 && (!isLeft || this.#isBefore(mine, other))
      best[found] = isMine ? mine : other
      if (isMine) next++
      else at++
    }
    return best.subarray(0, found)
  }

  #isBefore(touched: number, untouched: number): boolean {
    const [one, other] = [this.#scores[touched]!, this.#of.standing.scores[untouched]!]
    return one > other || (one === other && touched < untouched)
  }
}

const finite = (items: Uint32Array, scores: Float32Array): Uint32Array =>
  items.filter(item => scores[item]! > Number.NEGATIVE_INFINITY)
