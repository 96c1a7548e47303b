/**
 * Scores of the whole catalogue that hold for every request, such as popularity: put in order and summed once, when a
 * model is loaded, so that a request pays only for the items it changes (`layered-scores.ts`).
 */

import { scoreOrder } from '../kernels/score-order.ts'

export interface BaseScores {
  /** f32, one per item, none negative. */
  readonly scores: Float32Array<ArrayBuffer>
  /** Item indices, highest score first, ties by index. */
  readonly order: Uint32Array<ArrayBuffer>
  readonly sum: number
}

export function baseScores(scores: Float32Array<ArrayBuffer>): BaseScores {
  let sum = 0
  for (let item = 0; item < scores.length; item++) sum += scores[item]!
  return { scores, order: scoreOrder(scores), sum }
}
