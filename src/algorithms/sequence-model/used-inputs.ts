/**
 * Which columns of a trained model are of use: those without which held-out items would be less likely. A share of training
 * hides each column, so a model can be asked without it; what is asked without for good is taken out by `withInputs`.
 */

import { expSum } from '../../kernels/exp-sum.ts'
import type { ContextCodes } from './context.ts'
import type { SequenceModelParams } from './params.ts'
import { scoreCatalogue } from './score.ts'

export interface InputCase {
  readonly history: ArrayLike<number>
  readonly target: number
  readonly contexts: ContextCodes
}

/** Standard errors by which a column must make held-out items likelier. */
const doubt = 1

/** Indices of columns. */
export function usedInputs(params: SequenceModelParams, cases: readonly InputCase[]): readonly number[] {
  let used = (params.shape.contextSizes ?? []).map((_, column) => column)
  let found = likelihoods(params, cases, used)
  for (const column of [...used]) {
    const others = used.filter(one => one !== column)
    const without = likelihoods(params, cases, others)
    if (isLikelier(found, without)) continue
    used = others
    found = without
  }
  return used
}

/** Logarithms of the share of what came. */
function likelihoods(
  params: SequenceModelParams,
  cases: readonly InputCase[],
  shown: readonly number[],
): readonly number[] {
  const scores = new Float32Array(params.shape.itemCount)
  return cases.map(({ history, target, contexts }) => {
    const some = contexts.map((codes, column) => (shown.includes(column) ? codes : undefined))
    scoreCatalogue(params, history, scores, some)
    const highest = scores.reduce((best, score) => Math.max(best, score))
    return scores[target]! - highest - Math.log(expSum(scores, highest))
  })
}

function isLikelier(now: readonly number[], before: readonly number[]): boolean {
  const gains = now.map((value, at) => value - before[at]!)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length)
  const square = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1)
  return mean > doubt * Math.sqrt(square / Math.max(1, gains.length))
}
