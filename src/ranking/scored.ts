/**
 * The catalogue with the scores of one request, as an answer asks for them. Some models find the best without scoring every
 * item; for the others this is a view on an array of all scores.
 */

import { topItems } from '../kernels/top-items.ts'
import type { Candidates, Restriction } from './candidates.ts'
import type { ShareRule } from './probabilities.ts'

export interface Spread {
  readonly mean: number
  readonly deviation: number
}

/** The highest of all, whatever a request leaves out. */
export interface Foremost {
  /** Best first. */
  readonly items: Uint32Array
  readonly shares: Float64Array
  /** Of the same history, kept with it: log-shares of what stands beside the model, by what it is known by. */
  readonly beside: { get(key: object): number | undefined; set(key: object, logShare: number): void }
}

export interface Scored {
  /** The best of those that may stand in the answer, best first, ties by index; never of score -Infinity. */
  best(restriction: Restriction, count: number): Uint32Array
  scoreOf(item: number): number
  /** Absent for models that give an order only. */
  readonly shareOf?: (item: number) => number
  /** Over the catalogue, without -Infinity. */
  spread(): Spread
  /** What no score is above, for hardly more than a look; -Infinity for those that are never recommended. Absent: ask for scores. */
  reach?(): (item: number) => number
  /** For hardly more than a look where they are remembered. Absent where they are not, and where some items are never recommended. */
  foremost?(): Foremost
}

export function scoredFrom(scores: Float32Array, candidates: Candidates, shares?: ShareRule): Scored {
  const scored = {
    best: (restriction: Restriction, count: number) =>
      topItems(scores, candidates.those(restriction), count).filter(item => scores[item]! > Number.NEGATIVE_INFINITY),
    scoreOf: (item: number) => scores[item]!,
    spread: () => spreadOf(scores),
  }
  return shares ? { ...scored, shareOf: shareOf(scores, shares) } : scored
}

function shareOf(scores: Float32Array, { massOf, totalOf }: ShareRule): (item: number) => number {
  const highest = highestOf(scores)
  const total = totalOf(scores, highest)
  return item => massOf(scores[item]!, highest) / total
}

export function highestOf(scores: Float32Array): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let item = 0; item < scores.length; item++) if (scores[item]! > highest) highest = scores[item]!
  return highest
}

export function spreadOf(scores: Float32Array): Spread {
  let [sum, squares, count] = [0, 0, 0]
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!
    if (score === Number.NEGATIVE_INFINITY) continue
    sum += score
    squares += score * score
    count++
  }
  const mean = sum / Math.max(1, count)
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) }
}
