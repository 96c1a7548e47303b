/**
 * SLIT: which items come next, as a linear function of the latest ones. B = (AᵀA + λI)⁻¹·AᵀY, ridge regression with a row for
 * every interaction of every user; the transition half of SLIST (Choi et al., WWW 2021). Time: `closedFormCost`.
 */

import { denseItems, keptCount } from '../closed-form/dense-items.ts'
import { type DenseSystem, openDenseSystem } from '../closed-form/dense-system.ts'
import type { ClosedFormParams } from '../closed-form/params.ts'
import { lambdaOf } from '../closed-form/ridge.ts'
import type { Histories } from '../histories.ts'
import type { FitMeans } from '../shared-run.ts'
import { placeSlitEquations, slitEquationBytes } from './equations.ts'
import { type SlitOptions, slitDefaults } from './params.ts'

/** Of the mean number of interactions of an item. */
const ridgeFactor = 1

export async function fitSlit(
  histories: Histories,
  options: SlitOptions = slitDefaults,
  means: FitMeans = { threadCount: 1 },
): Promise<ClosedFormParams> {
  const { itemCount } = histories
  const { items, rows } = denseItems(histories, options.itemCountMax)
  const system = openDenseSystem(items.length, means, {
    byteCount: slitEquationBytes(histories, items.length),
    place: ({ arena }) => ({
      of: 'slit',
      interactions: placeSlitEquations(arena, histories, rows, items.length, options),
    }),
  })
  await system.solve(options.lambda ?? lambdaOf(keptCount(histories, rows), items.length, ridgeFactor))
  return { itemCount, items, matrix: solutionOf(system) }
}

/** Without the padding of the rows, and out of the shared memory. */
function solutionOf({ size, stride, rightSide }: DenseSystem): Float32Array<ArrayBuffer> {
  const solution = new Float32Array(size * size)
  for (let row = 0; row < size; row++) solution.set(rightSide.subarray(row * stride, row * stride + size), row * size)
  return solution
}
