/** Scores of the whole catalogue for one history, in any order; an item that occurs again counts once. */

import type { GfCfParams } from './params.ts'

export function scoreCatalogue(
  { neighbours, dimension, inputs, outputs, spectralWeight }: GfCfParams,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
): void {
  const vector = new Float64Array(dimension)
  scores.fill(0)
  for (const item of new Set(Array.from(history))) {
    for (let at = neighbours.offsets[item]!; at < neighbours.offsets[item + 1]!; at++)
      scores[neighbours.items[at]!]! += neighbours.weights[at]!
    for (let k = 0; k < dimension; k++) vector[k]! += inputs[item * dimension + k]!
  }
  for (let item = 0; item < scores.length; item++) {
    let sum = 0
    for (let k = 0; k < dimension; k++) sum += vector[k]! * outputs[item * dimension + k]!
    scores[item]! += spectralWeight * sum
  }
}
