/**
 * The mass of a catalogue where vectors have little to say, without scoring an item. For products x that are small,
 *
 *   Σ_j e^(s_j + x_j) ≈ Σ_j e^s_j (1 + x_j + x_j² / 2) = M (1 + q·m + q·S·q / 2)
 *
 * where s are standing scores, M the sum of e^s, m the mean of the vectors and S that of their outer products, each item counting e^s / M.
 * What is left out is at most a sixth of M · r e^r · q·S·q, where no product is beyond r: so whoever asks knows whether it will do.
 */

import { columnCount, columnMoments, putColumns, type VectorTable } from './vector-table.ts'

export interface WeightedMoments {
  /** The highest standing score; masses are relative to it. */
  readonly highest: number
  readonly mass: number
  readonly means: Float64Array
  /** Row-major, not centred. */
  readonly squares: Float64Array
}

export interface ExpectedMass {
  readonly mass: number
  readonly errorMax: number
}

/** Undefined where no item has a standing score. */
export function weightedMoments(
  tables: readonly VectorTable[],
  standing: Float32Array,
  highest: number,
): WeightedMoments | undefined {
  if (highest === Number.NEGATIVE_INFINITY) return undefined
  const itemCount = standing.length
  const size = tables.reduce((sum, table) => sum + columnCount(table), 0)
  const put = (item: number, out: Float32Array | Float64Array): void => {
    tables.reduce((at, table) => putColumns(table, item, out, at), 0)
  }
  const masses = Float64Array.from(standing, score => Math.exp(score - highest))
  const mass = masses.reduce((sum, one) => sum + one, 0)
  const means = new Float64Array(size)
  const own = new Float64Array(size)
  for (let item = 0; item < itemCount; item++) {
    put(item, own)
    for (let k = 0; k < size; k++) means[k]! += (masses[item]! / mass) * own[k]!
  }
  const scaled = columnMoments(itemCount, size, (item, out) => {
    put(item, out)
    const factor = Math.sqrt((itemCount * masses[item]!) / mass)
    for (let k = 0; k < size; k++) out[k]! *= factor
  })
  const squares = scaled.covariance.map(
    (one, at) => one + scaled.means[Math.floor(at / size)]! * scaled.means[at % size]!,
  )
  return { highest, mass, means, squares }
}

/** `query` has a number for each column of all tables; no product is beyond `reach`. */
export function expectedMass(
  { mass, means, squares }: WeightedMoments,
  query: ArrayLike<number>,
  reach: number,
): ExpectedMass {
  const size = means.length
  let [mean, square] = [0, 0]
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += squares[i * size + j]! * query[j]!
    mean += means[i]! * query[i]!
    square += query[i]! * sum
  }
  return { mass: mass * (1 + mean + square / 2), errorMax: (mass * reach * Math.exp(reach) * Math.max(0, square)) / 6 }
}

/** What `expectedMass` counts of one item. */
export const expectedOf = (standing: number, product: number): number =>
  Math.exp(standing) * (1 + product + (product * product) / 2)
