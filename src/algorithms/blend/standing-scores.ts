/**
 * Scores that no history changes: their order, the mass of their softmax and their moments, each for the items that are left
 * when those are taken out that a history touches. The masses of the highest are kept one by one and summed anew each time;
 * of the others the sum is kept and what is touched is subtracted. Where that would leave too little of the sum to be
 * exact, it is added up from the scores again.
 */

import { expSum } from '../../kernels/exp-sum.ts'
import { orderOf } from '../../kernels/falling-order.ts'
import type { Overlay } from './overlay.ts'

type Floats = Float32Array<ArrayBuffer>

/** Scores with what passes over all of them find: plain data, made in the thread that loads a model. */
export interface Standing {
  readonly scores: Floats
  /** Items by falling score, as `orderOf` gives them. */
  readonly order: Uint32Array<ArrayBuffer>
  /** Of the first of the order, as shares of the highest. */
  readonly headMasses: Float64Array<ArrayBuffer>
  /** Of all others together. */
  readonly tailMass: number
  /** The greatest absolute value of a finite score. */
  readonly magnitude: number
  readonly moments: Moments
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

const highestIn = (scores: Floats, order: Uint32Array): number =>
  order.length > 0 ? scores[order[0]!]! : Number.NEGATIVE_INFINITY

export function standingOf(scores: Floats): Standing {
  const order = orderOf(scores)
  const highest = highestIn(scores, order)
  const head = order.subarray(0, headLength)
  const headMasses = Float64Array.from(head, item => expSum(scores.subarray(item, item + 1), highest))
  const packed = new Float32Array(blockLength)
  const tail = { scores, from: headLength, to: order.length, itemAt: (at: number) => order[at]! }
  const magnitude = scores.reduce((most, score) => Math.max(most, Number.isFinite(score) ? Math.abs(score) : 0), 0)
  return { scores, order, headMasses, tailMass: massOf(tail, highest, packed), magnitude, moments: momentsOf(scores) }
}

interface Items {
  readonly scores: Floats
  readonly from: number
  readonly to: number
  /** -1 is none. */
  readonly itemAt: (place: number) => number
}

/** Scores are packed into a block at a time. */
function massOf({ scores, from, to, itemAt }: Items, highest: number, packed: Float32Array): number {
  let [sum, count] = [0, 0]
  for (let place = from; place < to; place++) {
    const item = itemAt(place)
    if (item < 0) continue
    packed[count++] = scores[item]!
    if (count < packed.length) continue
    sum += expSum(packed, highest)
    count = 0
  }
  return sum + expSum(packed.subarray(0, count), highest)
}

export function addMoment(moments: Moments, score: number, times: number): void {
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
