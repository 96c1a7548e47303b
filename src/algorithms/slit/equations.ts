/**
 * The normal equations of SLIT. Row t of A holds the `sourceWindow` items up to interaction t, row t of Y the `targetWindow`
 * items after it, both with geometric weights. Two interactions meet in the same rows at the same steps wherever they stand,
 * so a product needs one number for each distance and one addition for each pair of near interactions:
 *
 *   AᵀY(i, j) += Σ_t sourceDecay^(t-s) · targetDecay^(u-t-1)   for i at s before j at u
 *   AᵀA(i, j) += Σ_t sourceDecay^(t-s) · sourceDecay^(t-u)     over the rows t that have something after them
 *
 * Cost: interactions × (2 sourceWindow + targetWindow) additions into n × n numbers.
 */

import type { DenseSystem } from '../closed-form/dense-system.ts'
import type { Histories } from '../histories.ts'
import type { SlitOptions } from './params.ts'

export function addSlitEquations(
  histories: Histories,
  rows: Int32Array,
  options: SlitOptions,
  system: DenseSystem,
): void {
  const { offsets, items, weights, userCount } = histories
  const ahead = aheadWeights(options)
  const beside = besideWeights(options)
  const { sourceWindow } = options
  const { stride, matrix, rightSide } = system
  for (let user = 0; user < userCount; user++) {
    const [from, to] = [offsets[user]!, offsets[user + 1]!]
    for (let late = from; late < to; late++) {
      const column = rows[items[late]!]!
      if (column < 0) continue
      const weight = weights === undefined ? 1 : weights[late]!
      // Rows t from `late` on that have something after them.
      const rowsLeft = Math.min(sourceWindow, to - 1 - late)
      for (let distance = 0; distance < beside.distanceCount && late - distance >= from; distance++) {
        const row = rows[items[late - distance]!]!
        if (row < 0) continue
        const low = Math.min(row, column)
        matrix[(row + column - low) * stride + low]! +=
          // An item that stands twice in a window meets itself in both orders.
          beside.weights[distance * (sourceWindow + 1) + rowsLeft]! * (row === column && distance > 0 ? 2 : 1)
      }
      if (weight === 0) continue
      for (let distance = 1; distance < ahead.length && late - distance >= from; distance++) {
        const row = rows[items[late - distance]!]!
        if (row >= 0) rightSide[row * stride + column]! += weight * ahead[distance]!
      }
    }
  }
}

/** By distance, from 1: what a pair adds to AᵀY. */
function aheadWeights({ sourceWindow, sourceDecay, targetWindow, targetDecay }: SlitOptions): Float64Array {
  const weights = new Float64Array(sourceWindow + targetWindow)
  for (let back = 0; back < sourceWindow; back++)
    for (let step = 0; step < targetWindow; step++)
      weights[back + 1 + step]! += sourceDecay ** back * targetDecay ** step
  return weights
}

interface BesideWeights {
  readonly distanceCount: number
  /** By distance and number of rows left, `sourceWindow` + 1 numbers a distance. */
  readonly weights: Float64Array
}

/** What a pair adds to AᵀA, when so many rows from the later one on have something after them. */
function besideWeights({ sourceWindow, sourceDecay }: SlitOptions): BesideWeights {
  const width = sourceWindow + 1
  const weights = new Float64Array(sourceWindow * width)
  for (let distance = 0; distance < sourceWindow; distance++) {
    let sum = 0
    for (let left = 1; left <= sourceWindow; left++) {
      if (distance + left <= sourceWindow) sum += sourceDecay ** (distance + 2 * (left - 1))
      weights[distance * width + left] = sum
    }
  }
  return { distanceCount: sourceWindow, weights }
}
