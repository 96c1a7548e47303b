/**
 * Scores as answers show them. The service describes them as a softmax: between 0 and 1, summing to 1 over the whole
 * catalogue (user personalisation) or over the items of the request (rankings) [doc: runtime page, 3.5]. Some models
 * give numbers that are proportional to probabilities, others logarithms of them; a `ShareRule` is the one or the other.
 * A share is the mass of a score over the mass of all.
 */

import { expSum } from '../kernels/exp-sum.ts'

export interface ShareRule {
  /** `highest` is the highest score of those that are compared. */
  massOf(score: number, highest: number): number
  /** The masses of all together. */
  totalOf(scores: Float32Array, highest: number): number
}

/** Scores are non-negative; what is below 0 has no mass. */
export const proportional: ShareRule = {
  massOf: score => Math.max(0, score),
  totalOf: scores => {
    let sum = 0
    for (let item = 0; item < scores.length; item++) if (scores[item]! > 0) sum += scores[item]!
    return sum
  },
}

/** Scores are logarithms. */
export const softmax: ShareRule = {
  massOf: (score, highest) => Math.exp(score - highest),
  totalOf: expSum,
}

/** Seven decimals, as recorded answers have. [sample] */
const decimals = 1e7

export const printed = (score: number): number => Math.round(score * decimals) / decimals

/** The share of each of a few scores; equal shares where none has mass. */
export function sharesOf(scores: readonly number[], { massOf }: ShareRule): number[] {
  const highest = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY)
  const masses = scores.map(score => massOf(score, highest))
  const total = masses.reduce((one, other) => one + other, 0)
  return masses.map(mass => (total > 0 ? mass / total : 1 / masses.length))
}
