/**
 * Scores as answers show them. The service describes them as a softmax: between 0 and 1, summing to 1 over the whole
 * catalogue (user personalisation) or over the items of the request (rankings) [doc: runtime page, 3.5]. Our models give
 * non-negative scores that are already proportional to probabilities, so the softmax is a division by their sum.
 */

/** Seven decimals, as recorded answers have. [sample] */
const decimals = 1e7

export const printed = (score: number): number => Math.round(score * decimals) / decimals

/** The share of each; equal shares where all scores are 0. */
export function sharesOf(scores: readonly number[]): number[] {
  const sum = scores.reduce((one, other) => one + other, 0)
  return scores.map(score => (sum > 0 ? score / sum : 1 / scores.length))
}
