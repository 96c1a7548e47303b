/**
 * Do users come back to items they had? Films are rated once, groceries are bought again. The factor is the share of
 * repeats among what really came next, divided by the share the rules would have given to repeats, on a fixed sample of
 * training positions; scores of items in a history are multiplied by it.
 */

import type { Histories } from '../histories.ts'
import type { TransitionRulesParams } from './params.ts'
import { scoreCatalogue } from './score.ts'

/** Enough for a share to be within a few percent. */
const sampleSize = 1000

/** Half a repeat on both sides: never exactly 0, so that items of a history keep an order among themselves. */
const prior = 0.5

export function repeatFactorOf(histories: Histories, params: TransitionRulesParams): number {
  const scores = new Float32Array(histories.itemCount)
  let happened = 0
  let expected = 0
  for (const { history, next } of sampledSteps(histories)) {
    scoreCatalogue(params, history, scores)
    expected += shareOfRepeats(history, scores)
    if (history.includes(next)) happened++
  }
  return (happened + prior) / (expected + prior)
}

/** One step of evenly spaced users, at a place that moves through the histories from user to user. */
function* sampledSteps({ offsets, items, userCount }: Histories): Generator<{ history: Uint32Array; next: number }> {
  const stride = Math.max(1, Math.floor(userCount / sampleSize))
  for (let user = 0; user < userCount; user += stride) {
    const start = offsets[user]!
    const length = offsets[user + 1]! - start
    if (length < 2) continue
    const place = start + 1 + Math.floor((length - 1) * (((user / stride) * 0.6180339887498949) % 1))
    yield { history: items.subarray(start, place), next: items[place]! }
  }
}

function shareOfRepeats(history: Uint32Array, scores: Float32Array): number {
  let total = 0
  for (const score of scores) total += score
  let repeats = 0
  for (const item of new Set(history)) repeats += scores[item]!
  return total > 0 ? repeats / total : 0
}
