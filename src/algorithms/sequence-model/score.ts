/**
 * Scores of the whole catalogue for one history: the product of its vector with each item's, and the item's bias. They are
 * logits: their softmax is the probability of the next item. An empty history gets the log of each item's popularity.
 * What is known of each interaction beside its item is passed as codes in the order of the fit's context columns.
 */

import type { ContextCodes } from './context.ts'
import { encodeHistory, scoreVector } from './encode.ts'
import type { SequenceModelParams } from './params.ts'

export function scoreCatalogue(
  params: SequenceModelParams,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
  contexts?: ContextCodes,
): void {
  if (history.length === 0) scores.set(params.logPrior)
  else scoreVector(params, encodeHistory(params, history, contexts), scores)
}
