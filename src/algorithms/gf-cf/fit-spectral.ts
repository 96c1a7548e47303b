/** Fits the filter over the leading singular vectors; see `params.ts`. Weights of interactions count, repeats do not. */

import type { Histories } from '../histories.ts'
import { allItems, rowSums, type SparseRows, transposed, userRows } from '../sparse-matrix.ts'
import { type BasisFit, leadingBasis } from './basis.ts'
import { pairBudget, type SpectralParams } from './params.ts'

/** `dimension`: how many singular vectors; a multiple of 4. */
export async function fitSpectral(
  histories: Histories,
  dimension: number,
  fit: BasisFit = { threadCount: 1, seed: 1 },
): Promise<SpectralParams> {
  const { itemCount } = histories
  const users = userRows(histories, allItems(itemCount), pairBudget)
  const itemSums = rowSums(transposed(users, itemCount))
  const basis = await leadingBasis(normalised(users, itemSums), itemCount, dimension, fit)
  const scaled = (power: number): Float32Array<ArrayBuffer> =>
    basis.map((value, at) => {
      const sum = itemSums[Math.floor(at / dimension)]!
      return sum > 0 ? value * sum ** power : 0
    })
  return { dimension, inputs: scaled(-0.5), outputs: scaled(0.5) }
}

/** D_u^-½ X D_i^-½ */
function normalised(users: SparseRows, itemSums: Float64Array): SparseRows {
  const userSums = rowSums(users)
  const { offsets, columns } = users
  const values = users.values.slice()
  for (let user = 0; user < userSums.length; user++)
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++)
      values[at]! /= Math.sqrt(userSums[user]! * itemSums[columns[at]!]!)
  return { offsets, columns, values }
}
