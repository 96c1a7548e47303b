/**
 * Items as vectors learned from who interacted with them: the leading singular vectors of the users × items matrix
 *
 *   x(u, i) = 1 / (items of u)^.375 · 1 / √(users of i + 5)
 *
 * times their singular values cubed, each item's vector scaled to length 1. Dividing by the length of histories keeps
 * users who tried everything from deciding what belongs together, the 5 keeps rare items from being directions of their
 * own (`docs/decisions/0220-similar-items.md` has the figures). The matrix of items × items is never written down: a
 * product goes user by user, so memory is O(interactions + items · dimension).
 */

import { type AloneFit, leadingBasisAlone } from '../gf-cf/basis.ts'
import type { Histories } from '../histories.ts'
import { extraCount, type LeadingVectors, type Multiply, rayleighRitz } from '../sequence-model/leading-vectors.ts'
import { allItems, type SparseRows, userRows } from '../sparse-matrix.ts'

/** Row-major, `dimension` numbers an item; of length 1, or 0 where nothing is known of the item. */
export interface ItemVectors {
  readonly dimension: number
  readonly values: Float32Array<ArrayBuffer>
}

const rareness = 5
const lengthExponent = 0.75
/** Of eigenvalues, which are squares of singular values. */
const valueExponent = 1.5

export function interactionVectors(histories: Histories, dimension: number, fit: AloneFit): ItemVectors {
  const { itemCount } = histories
  const users = scaledRows(histories)
  const width = Math.min(dimension + extraCount, itemCount)
  const basis = leadingBasisAlone(users, itemCount, width, fit)
  return scaledVectors(rayleighRitz(productOf(users), basis, width, Math.min(dimension, itemCount)), dimension)
}

/** A row for each user: x(u, i). */
function scaledRows({ weights: _, ...histories }: Histories): SparseRows {
  const { itemCount, userCount } = histories
  const { offsets, columns } = userRows(histories, allItems(itemCount), Number.POSITIVE_INFINITY)
  const counts = new Uint32Array(itemCount)
  for (let at = 0; at < columns.length; at++) counts[columns[at]!]! += 1
  const scales = Float64Array.from(counts, count => 1 / Math.sqrt(count + rareness))
  const values = new Float32Array(columns.length)
  for (let user = 0; user < userCount; user++) {
    const ofUser = Math.max(1, offsets[user + 1]! - offsets[user]!) ** (-lengthExponent / 2)
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) values[at] = scales[columns[at]!]! * ofUser
  }
  return { offsets, columns, values }
}

/** basis ↦ XᵀX · basis */
function productOf({ offsets, columns, values }: SparseRows): Multiply {
  return (basis, width) => {
    const product = new Float32Array(basis.length)
    const row = new Float64Array(width)
    for (let user = 0; user + 1 < offsets.length; user++) {
      row.fill(0)
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
        const [start, value] = [columns[at]! * width, values[at]!]
        for (let column = 0; column < width; column++) row[column]! += value * basis[start + column]!
      }
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
        const [start, value] = [columns[at]! * width, values[at]!]
        for (let column = 0; column < width; column++) product[start + column]! += value * row[column]!
      }
    }
    return product
  }
}

/** Times powers of the eigenvalues, and to length 1. With less rank than asked for, the rest is 0. */
export function scaledVectors({ vectors, values }: LeadingVectors, dimension: number): ItemVectors {
  const rank = values.length
  const rowCount = rank === 0 ? 0 : vectors.length / rank
  const scaled = new Float32Array(rowCount * dimension)
  for (let row = 0; row < rowCount; row++)
    for (let k = 0; k < rank; k++)
      scaled[row * dimension + k] = vectors[row * rank + k]! * Math.max(0, values[k]!) ** valueExponent
  toUnitLength(scaled, dimension)
  return { dimension, values: scaled }
}

/** What is shorter than this has no direction but rounding. */
const lengthMin = 1e-9

export function toUnitLength(values: Float32Array, dimension: number): void {
  for (let from = 0; from < values.length; from += dimension) {
    let square = 0
    for (let k = 0; k < dimension; k++) square += values[from + k]! ** 2
    const scale = square > lengthMin ** 2 ? 1 / Math.sqrt(square) : 0
    for (let k = 0; k < dimension; k++) values[from + k]! *= scale
  }
}
