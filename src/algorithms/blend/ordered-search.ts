/**
 * The best of a history when vectors have no say: items that it does not touch stand in an order that was made when the
 * model was loaded, so that order is walked and merged with the few that it does touch. Cost: what the history touches, and
 * how far the walk has to go to find items that may stand.
 */

import { expSum } from '../../kernels/exp-sum.ts'
import { topItems } from '../../kernels/top-items.ts'
import type { HistoryScores } from './history-scores.ts'
import { type Choice, type Search, spreadFrom } from './search.ts'
import { addMoment } from './standing-scores.ts'

export class OrderedSearch implements Search {
  readonly #of: HistoryScores
  /** By item; what was not just written means nothing. */
  readonly #scores: Float32Array<ArrayBuffer>

  constructor(of: HistoryScores, scratch: Float32Array<ArrayBuffer>) {
    this.#of = of
    this.#scores = scratch
  }

  best({ items, mayStand }: Choice, count: number): Uint32Array {
    if (items) return this.#bestOf(mayStand ? items.filter(mayStand) : items, count)
    const { touched } = this.#of.overlay
    const own = this.#bestOf(mayStand ? touched.filter(mayStand) : touched, count)
    return this.#merged(own, mayStand ?? (() => true), count)
  }

  get highest(): number {
    const { standing, overlay } = this.#of
    return overlay.touched.reduce(
      (best, item) => Math.max(best, this.#of.scoreOf(item)),
      standing.highestUntouched(overlay),
    )
  }

  get mass(): number {
    const { standing, overlay } = this.#of
    const { highest } = this
    const { touched } = overlay
    const own = this.#scores.subarray(0, touched.length)
    for (let at = 0; at < touched.length; at++) own[at] = this.#of.scoreOf(touched[at]!)
    const mass = expSum(own, highest)
    return mass + standing.untouchedMass(overlay, highest, mass)
  }

  get spread() {
    const { standing, overlay } = this.#of
    const moments = standing.untouchedMoments(overlay)
    for (const item of overlay.touched) addMoment(moments, this.#of.scoreOf(item), 1)
    return spreadFrom(moments)
  }

  #bestOf(items: Uint32Array, count: number): Uint32Array {
    for (let at = 0; at < items.length; at++) this.#scores[items[at]!] = this.#of.scoreOf(items[at]!)
    const best = topItems(this.#scores, items, count)
    return best.filter(item => this.#scores[item]! > Number.NEGATIVE_INFINITY)
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
