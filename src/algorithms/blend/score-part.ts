/**
 * Scores of one part for a history, before they are standardised. Cost: rows: history × row length; factors: items ×
 * dimension; sequence model: an encoding and items × dimension; and a write to every item for all of them. `contexts`: what
 * the sequence model takes beside the items of the history.
 */

import type { ContextCodes } from '../sequence-model/context.ts'
import { scoreCatalogue as scoreSequence } from '../sequence-model/score.ts'
import { depthOf } from './history-depth.ts'
import type { FactorsShape, HistoryForm, Part, RowsShape } from './params.ts'
import { multiplyRows } from './row-products.ts'

export function scorePart(
  part: Part,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
  contexts?: ContextCodes,
): void {
  switch (part.shape) {
    case 'rows':
      scoreRows(part, history, scores)
      break
    case 'factors':
      scoreFactors(part, history, scores)
      break
    case 'sequence':
      scoreSequence(part.params, history, scores, contexts)
      break
    case 'prior':
      scores.set(part.scores)
  }
}

/** Calls back with each item that the form reads and its weight, newest first. */
function readHistory(form: HistoryForm, history: ArrayLike<number>, use: Use): void {
  const depth = depthOf(form, history.length)
  let weight = 1
  for (let back = 0; back < depth; back++) {
    use(history[history.length - 1 - back]!, weight)
    weight *= form.decay
  }
}

type Use = (item: number, weight: number) => void

function scoreRows({ rows, form }: RowsShape, history: ArrayLike<number>, scores: Float32Array<ArrayBuffer>): void {
  const { offsets, items, weights } = rows
  scores.fill(0)
  readHistory(form, history, (item, weight) => {
    const to = offsets[item + 1]!
    for (let at = offsets[item]!; at < to; at++) scores[items[at]!]! += weight * weights[at]!
  })
}

function scoreFactors(part: FactorsShape, history: ArrayLike<number>, scores: Float32Array<ArrayBuffer>): void {
  const { dimension, inputs, outputs, form } = part
  const vector = new Float32Array(dimension)
  readHistory(form, history, (item, weight) => {
    for (let k = 0; k < dimension; k++) vector[k]! += weight * inputs[item * dimension + k]!
  })
  multiplyRows(outputs, vector, scores)
}
