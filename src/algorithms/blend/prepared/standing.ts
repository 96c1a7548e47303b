/**
 * Scores that no history changes, with what passes over all of them find: plain data, made in the thread that loads a model.
 * The masses of the highest are kept one by one, of the others the sum; `../answering/standing-scores.ts` says what for.
 */

import { expSum } from '../../../kernels/exp-sum.ts'
import { orderOf } from '../../../kernels/falling-order.ts'

type Floats = Float32Array<ArrayBuffer>

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

/** How many of the highest have masses of their own. */
export const headLength = 4096
/** How many scores are packed together for the kernel. */
export const blockLength = 4096

export const highestIn = (scores: Floats, order: Uint32Array): number =>
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

export interface Items {
  readonly scores: Floats
  readonly from: number
  readonly to: number
  /** -1 is none. */
  readonly itemAt: (place: number) => number
}

/** Scores are packed into a block at a time. */
export function massOf({ scores, from, to, itemAt }: Items, highest: number, packed: Float32Array): number {
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
