/**
 * SLIT: which items come next, as a linear function of the latest ones. B = (AᵀA + λI)⁻¹·AᵀY, ridge regression with a row for
 * every interaction of every user; the transition half of SLIST (Choi et al., WWW 2021). Time: `closedFormCost`.
 */

import { denseItems, keptCount } from '../closed-form/dense-items.ts'
import { openDenseSystem } from '../closed-form/dense-system.ts'
import { keptMatrix } from '../closed-form/kept-matrix.ts'
import type { ClosedFormFit, ClosedFormParams } from '../closed-form/params.ts'
import { addRidge, lambdaOf } from '../closed-form/ridge.ts'
import type { Histories } from '../histories.ts'
import { addSlitEquations } from './equations.ts'
import { type SlitOptions, slitDefaults } from './params.ts'

export async function fitSlit(
  histories: Histories,
  options: SlitOptions = slitDefaults,
  fit: ClosedFormFit = { threadCount: 1 },
): Promise<ClosedFormParams> {
  const { itemCount } = histories
  const { historyWindow, historyDecay } = options
  const { items, rows } = denseItems(histories, options.itemCountMax)
  const system = openDenseSystem(items.length, fit)
  addSlitEquations(histories, rows, options, system)
  addRidge(system, options.lambda ?? lambdaOf(keptCount(histories, rows), items.length))
  await system.run('solve')
  return { itemCount, items, matrix: keptMatrix(system), historyWindow, historyDecay }
}
