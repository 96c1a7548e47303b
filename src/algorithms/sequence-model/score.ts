/**
 * Scores of the whole catalogue for one history: the product of its vector with each item's, and the item's bias. They are
 * logits: their softmax is the probability of the next item. An empty history gets the log of each item's popularity.
 * What is known of each interaction beside its item is passed as codes in the order of the fit's context columns.
 */

import type { ContextCodes } from './context.ts'
import { encodeHistory } from './encode.ts'
import { layoutOf } from './layout.ts'
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

/** For callers that have encoded the history already. */
export function scoreVector(
  { shape, weights }: SequenceModelParams,
  vector: Float32Array,
  scores: Float32Array<ArrayBuffer>,
): void {
  const { itemCount, dimension } = shape
  const { items, itemBiases } = layoutOf(shape)
  for (let item = 0; item < itemCount; item++) {
    const from = items + item * dimension
    // Four sums at once: a single one would wait for each addition to end.
    let sum0 = 0
    let sum1 = 0
    let sum2 = 0
    let sum3 = 0
    for (let k = 0; k < dimension; k += 4) {
      sum0 += vector[k]! * weights[from + k]!
      sum1 += vector[k + 1]! * weights[from + k + 1]!
      sum2 += vector[k + 2]! * weights[from + k + 2]!
      sum3 += vector[k + 3]! * weights[from + k + 3]!
    }
    scores[item] = sum0 + sum1 + sum2 + sum3 + weights[itemBiases + item]!
  }
}
