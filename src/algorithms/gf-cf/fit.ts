/** Fits both filters of GF-CF; see `params.ts` for what they are. Weights of interactions count, repeats do not. */

import type { Histories, ItemRows } from '../histories.ts'
import { ItemRowCollector } from '../item-rows.ts'
import { allItems, rowSums, type SparseRows, transposed, userRows } from '../sparse-matrix.ts'
import { type BasisFit, leadingBasis } from './basis.ts'
import { type GfCfOptions, type GfCfParams, gfCfDefaults } from './params.ts'

/** Pairs of items of a user; a core adds some 10⁸ a second. */
const pairBudget = 2e9

export async function fitGfCf(
  histories: Histories,
  options: GfCfOptions = gfCfDefaults,
  fit: BasisFit = { threadCount: 1, seed: 1 },
): Promise<GfCfParams> {
  const { itemCount } = histories
  const { dimension, spectralWeight, neighbourCountMax } = options
  const users = userRows(histories, allItems(itemCount), pairBudget)
  const itemSums = rowSums(transposed(users, itemCount))
  const normal = normalised(users, itemSums)
  const neighbours = neighboursOf(normal, itemCount, neighbourCountMax)
  const basis = await leadingBasis(normal, itemCount, dimension, fit)
  const scaled = (power: number): Float32Array<ArrayBuffer> =>
    basis.map((value, at) => {
      const sum = itemSums[Math.floor(at / dimension)]!
      return sum > 0 ? value * sum ** power : 0
    })
  return { neighbours, dimension, inputs: scaled(-0.5), outputs: scaled(0.5), spectralWeight }
}

/** R = D_u^-½ X D_i^-½ */
function normalised(users: SparseRows, itemSums: Float64Array): SparseRows {
  const userSums = rowSums(users)
  const { offsets, columns } = users
  const values = users.values.slice()
  for (let user = 0; user < userSums.length; user++)
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++)
      values[at]! /= Math.sqrt(userSums[user]! * itemSums[columns[at]!]!)
  return { offsets, columns, values }
}

/** The heaviest entries of each row of RᵀR. */
function neighboursOf(users: SparseRows, itemCount: number, countMax: number): ItemRows {
  const items = transposed(users, itemCount)
  const collector = new ItemRowCollector(itemCount, itemCount)
  const { offsets, columns, values } = users
  for (let item = 0; item < itemCount; item++) {
    for (let place = items.offsets[item]!; place < items.offsets[item + 1]!; place++) {
      const user = items.columns[place]!
      const weight = items.values[place]!
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) collector.add(columns[at]!, weight * values[at]!)
    }
    collector.endRow(countMax, 1)
  }
  return collector.finish()
}
