/**
 * EASE: which items belong together in histories, whatever their order. X has a row for each user with the weight of each
 * item they had; then B = I - P·diag(P)⁻¹ with P = (XᵀX + λI)⁻¹ is the matrix without a diagonal that best gives every user's
 * items from their other items (Steck, WWW 2019). Order counts at scoring, where older items weigh less.
 *
 * Time: the sum of squared history lengths additions, then `closedFormCost`.
 */

import { denseItems } from '../closed-form/dense-items.ts'
import { type DenseSystem, gramSums, openDenseSystem } from '../closed-form/dense-system.ts'
import type { ClosedFormParams } from '../closed-form/params.ts'
import { lambdaOf } from '../closed-form/ridge.ts'
import type { Histories } from '../histories.ts'
import type { FitMeans } from '../shared-run.ts'
import { userRows } from '../sparse-matrix.ts'
import { type EaseOptions, easeDefaults } from './params.ts'

/** Pairs of items of a user; a core adds some 10⁹ a second. */
const pairBudget = 1e10

/** Of the mean number of interactions of an item; flat on dense data, better than 1 on sparse. */
const ridgeFactor = 2

export async function fitEase(
  histories: Histories,
  options: EaseOptions = easeDefaults,
  means: FitMeans = { threadCount: 1 },
): Promise<ClosedFormParams> {
  const { itemCount } = histories
  const { items, rows } = denseItems(histories, options.itemCountMax)
  const users = userRows(histories, rows, pairBudget)
  const system = openDenseSystem(items.length, means, gramSums(users, items.length))
  await system.invert(options.lambda ?? lambdaOf(users.columns.length, items.length, ridgeFactor))
  return { itemCount, items, matrix: weightsFrom(system) }
}

/** B(i, j) = -P(i, j) / P(j, j), nothing of an item for itself; P is symmetric and its lower triangle is known. */
function weightsFrom({ size, stride, rightSide }: DenseSystem): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(size * size)
  const scales = Float32Array.from({ length: size }, (_, row) => -1 / rightSide[row * stride + row]!)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) {
      const value = rightSide[row * stride + column]!
      weights[row * size + column] = value * scales[column]!
      weights[column * size + row] = value * scales[row]!
    }
  return weights
}
