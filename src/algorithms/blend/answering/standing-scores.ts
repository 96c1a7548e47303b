/**
 * Scores that no history changes: their order, the mass of their softmax and their moments, each for the items that are left
 * when those are taken out that a history touches. The masses of the highest are kept one by one and summed anew each time;
 * of the others the sum is kept and what is touched is subtracted. Where that would leave too little of the sum to be
 * exact, it is added up from the scores again.
 */

import {
  addMoment,
  blockLength,
  headLength,
  highestIn,
  type Moments,
  massOf,
  type Standing,
} from '../prepared/standing.ts'
import type { Overlay } from './overlay.ts'

type Floats = Float32Array<ArrayBuffer>

/** Of a sum that was subtracted from, this share of what it was before may be wrong. */
const subtractionError = 1e-13
const tolerance = 1e-9
/** Beyond it masses below 2^-126, which count as 0, would matter. */
const heightMax = 40

export class StandingScores {
  readonly scores: Floats
  readonly order: Uint32Array<ArrayBuffer>
  readonly magnitude: number
  readonly #highest: number
  readonly #headMasses: Float64Array
  readonly #tailMass: number
  readonly #moments: Moments
  readonly #packed = new Float32Array(blockLength)

  constructor({ scores, order, headMasses, tailMass, magnitude, moments }: Standing) {
    this.scores = scores
    this.order = order
    this.magnitude = magnitude
    this.#highest = highestIn(scores, order)
    this.#headMasses = headMasses
    this.#tailMass = tailMass
    this.#moments = moments
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
    const itemAt = (at: number): number => {
      const item = touched[at]!
      return scores[item]! < floor || (scores[item] === floor && item > last) ? item : -1
    }
    return massOf({ scores, from: 0, to: touched.length, itemAt }, this.#highest, this.#packed)
  }

  #walked(overlay: Overlay, highest: number): number {
    const { scores } = this
    const itemAt = (item: number): number => (overlay.touches(item) ? -1 : item)
    return massOf({ scores, from: 0, to: scores.length, itemAt }, highest, this.#packed)
  }
}
