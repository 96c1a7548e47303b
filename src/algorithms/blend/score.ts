/**
 * Scores of the whole catalogue for one history: log-scores, whose softmax is the probability of the next item. An empty
 * history gets the cold log-scores. `scratch` is as long as `scores` and holds nothing that matters afterwards.
 */

import type { ContextCodes } from '../sequence-model/context.ts'
import type { BlendParams, WeightedPart } from './params.ts'
import { scorePart } from './score-part.ts'
import { scaleOf } from './standardise.ts'

type Scores = Float32Array<ArrayBuffer>

export function scoreCatalogue(
  params: BlendParams,
  history: ArrayLike<number>,
  scores: Scores,
  scratch: Scores,
  contexts?: ContextCodes,
): void {
  if (history.length === 0) {
    scores.set(params.cold)
    return
  }
  const { temperature, repeatOffset } = params
  addParts(params.parts, history, scores, scratch, contexts)
  for (let item = 0; item < scores.length; item++) scores[item]! *= temperature
  for (const item of new Set(Array.from(history))) scores[item]! += repeatOffset
}

/** The blend itself, without temperature and repeats. */
export function addParts(
  parts: readonly WeightedPart[],
  history: ArrayLike<number>,
  scores: Scores,
  scratch: Scores,
  contexts?: ContextCodes,
): void {
  scores.fill(0)
  for (const { part, weight } of parts) {
    scorePart(part, history, scratch, contexts)
    const { mean, deviation } = scaleOf(scratch)
    if (deviation === 0) continue
    const factor = weight / deviation
    for (let item = 0; item < scores.length; item++) scores[item]! += factor * (scratch[item]! - mean)
  }
}
