/**
 * Scores that no history changes: their order, the mass of their softmax and their moments, each for the items that are left
 * when those are taken out that a history touches. The masses of the highest are kept one by one and summed anew each time;
 * of the others the sum is kept and what is touched is subtracted. Where that would leave too little of the sum to be
 * exact, it is added up from the scores again.
 */

import { expSum } from '../../kernels/exp-sum.ts'
import type { Overlay } from './overlay.ts'

type Floats = Float32Array<ArrayBuffer>

/** An order of items by falling score, as `orderOf` makes it. */
export interface Ordered {
  readonly scores: Floats
  readonly order: Uint32Array<ArrayBuffer>
}

export interface Moments {
  /** Of items with a finite score. */
  count: number
  /** Of differences from `origin`, and of their squares. */
  sum: number
  squares: number
  readonly origin: number
}

const headLength = 4096
const blockLength = 4096
/** Of a sum that was subtracted from, this share of what it was before may be wrong. */
const subtractionError = 1e-13
const tolerance = 1e-9
/** Beyond it masses below 2^-126, which count as 0, would matter. */
const heightMax = 40

export class StandingScores {
  readonly scores: Floats
  readonly order: Uint32Array<ArrayBuffer>
  readonly #highest: number
  readonly #headMasses: Float64Array
  readonly #tailMass: number
  readonly #moments: Moments
  readonly #packed = new Float32Array(blockLength)

  constructor({ scores, order }: Ordered) {
    this.scores = scores
    this.order = order
    this.#highest = order.length > 0 ? scores[order[0]!]! : Number.NEGATIVE_INFINITY
    const head = order.subarray(0, headLength)
    this.#headMasses = Float64Array.from(head, item => expSum(scores.subarray(item, item + 1), this.#highest))
    this.#tailMass = this.#sumOf(order.length, at => order[at]!, headLength, this.#highest)
    this.#moments = momentsOf(scores)
  }

  /** The highest score of an item that is not touched. */
  highestUntouched(overlay: Overlay): number {
    for (let at = 0; at < this.order.length; at++)
      if (!overlay.touches(this.order[at]!)) return this.scores[this.order[at]!]!
    return Number.NEGATIVE_INFINITY
  }

  /** Σ e^(score - highest) of items that are not touched; no share of it beyond 1e-9 of `atLeast` is wrong. */
  untouchedMass(overlay: Overlay, highest: number, atLeast: number): number {
    const height = this.#highest - highest
    const scale = Math.exp(height)
    if (height > heightMax) return this.#walked(overlay, highest)
    const mass = scale * (this.#untouchedHead(overlay) + this.#tailMass - this.#touchedTail(overlay))
    const error = scale * this.#tailMass * subtractionError
    return error > tolerance * (atLeast + mass) ? this.#walked(overlay, highest) : mass
  }

  /** Of items that are not touched. */
  untouchedMoments({ touched }: Overlay): Moments {
    const moments = { ...this.#moments }
    for (let at = 0; at < touched.length; at++) addMoment(moments, this.scores[touched[at]!]!, -1)
    return moments
  }

  #untouchedHead(overlay: Overlay): number {
    let mass = 0
    for (let at = 0; at < this.#headMasses.length; at++)
      if (!overlay.touches(this.order[at]!)) mass += this.#headMasses[at]!
    return mass
  }

  #touchedTail({ touched }: Overlay): number {
    const { order, scores } = this
    if (order.length <= headLength) return 0
    const last = order[headLength - 1]!
    const floor = scores[last]!
    return this.#sumOf(
      touched.length,
      at => {
        const item = touched[at]!
        return scores[item]! < floor || (scores[item] === floor && item > last) ? item : -1
      },
      0,
      this.#highest,
    )
  }

  #walked(overlay: Overlay, highest: number): number {
    return this.#sumOf(this.scores.length, item => (overlay.touches(item) ? -1 : item), 0, highest)
  }

  /** Of the items at places `from` to `to`; -1 is none. */
  #sumOf(to: number, itemAt: (place: number) => number, from: number, highest: number): number {
    const [packed, scores] = [this.#packed, this.scores]
    let [sum, count] = [0, 0]
    for (let place = from; place < to; place++) {
      const item = itemAt(place)
      if (item < 0) continue
      packed[count++] = scores[item]!
      if (count < blockLength) continue
      sum += expSum(packed, highest)
      count = 0
    }
    return sum + expSum(packed.subarray(0, count), highest)
  }
}

export function addMoment(moments: Moments, score: number, times: 1 | -1): void {
  if (score === Number.NEGATIVE_INFINITY) return
  const difference = score - moments.origin
  moments.count += times
  moments.sum += times * difference
  moments.squares += times * difference * difference
}

function momentsOf(scores: Floats): Moments {
  let [sum, count] = [0, 0]
  for (const score of scores) {
    if (score === Number.NEGATIVE_INFINITY) continue
    sum += score
    count++
  }
  const moments: Moments = { count: 0, sum: 0, squares: 0, origin: count > 0 ? sum / count : 0 }
  for (const score of scores) addMoment(moments, score, 1)
  return moments
}
