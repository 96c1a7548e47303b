/**
 * How likely a position is to have a loss: in proportion to the weight of the interaction it is to foresee, up to certainty.
 * With a share below 1 the mean chance is that share. With all positions wanted, weights up to four times the mean keep their
 * proportion, and a few huge ones, such as hours played, do not leave the others without a chance.
 */

const headroom = 4

export interface LossChances {
  /** Chance of weight 1. */
  readonly perWeight: number
  /** Over all positions. */
  readonly mean: number
}

export const chanceOf = ({ perWeight }: LossChances, weight: number): number => Math.min(1, perWeight * weight)

export function lossChances(share: number, weights: Float32Array | undefined): LossChances {
  if (weights === undefined || weights.length === 0) return { perWeight: share, mean: share }
  let highest = 0
  let sum = 0
  for (const weight of weights) {
    highest = Math.max(highest, weight)
    sum += weight
  }
  if (highest === 0) return { perWeight: 0, mean: 0 }
  const mean = sum / weights.length
  const perWeight = share < 1 ? share / mean : 1 / Math.min(highest, headroom * mean)
  let chances = 0
  for (const weight of weights) chances += Math.min(1, perWeight * weight)
  return { perWeight, mean: chances / weights.length }
}
