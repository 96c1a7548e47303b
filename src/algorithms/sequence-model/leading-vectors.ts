/**
 * The leading eigenvectors, by magnitude, of a sparse symmetric matrix: subspace iteration from a random start with a few
 * vectors more than asked for, then Rayleigh and Ritz (Halko, Martinsson and Tropp, 2011). Accurate enough to start a
 * training from, not for a factorisation that is itself the model. Cost: sweeps × non-zeros × vectors multiplications.
 */

import { type Random, seededRandom } from '../../base/random.ts'
import type { ItemRows } from '../histories.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Vectors beyond those asked for, which make these come out sooner. */
export const extraCount = 16
const sweepCount = 6
/** What is left of a column's square below this share is noise. */
const rankTolerance = 1e-10

export interface LeadingVectors {
  /** rowCount × count, row-major. */
  readonly vectors: Float32Array<ArrayBuffer>
  readonly values: Float64Array
}

export const leadingVectors = (matrix: ItemRows, count: number, seed: number): LeadingVectors =>
  leadingVectorsOf((basis, width) => times(matrix, basis, width), matrix.offsets.length - 1, count, seed)

/** A symmetric matrix by what it does: its product with a basis of `width` columns, row-major. */
export type Multiply = (basis: Float32Array, width: number) => Float32Array<ArrayBuffer>

/** The same for a matrix that is too large to be written down. */
export function leadingVectorsOf(multiply: Multiply, rowCount: number, count: number, seed: number): LeadingVectors {
  const width = Math.min(count + extraCount, rowCount)
  const random = seededRandom(seed)
  let basis = randomBasis(rowCount, width, random)
  orthonormalise(basis, width)
  for (let sweep = 0; sweep < sweepCount; sweep++) {
    basis = multiply(basis, width)
    orthonormalise(basis, width)
  }
  return rayleighRitz(multiply, basis, width, Math.min(count, rowCount))
}

function randomBasis(rowCount: number, width: number, random: Random): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: rowCount * width }, () => random.next() - 0.5)
}

/** matrix · basis. */
function times({ offsets, items, weights }: ItemRows, basis: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const product = new Float32Array(basis.length)
  for (let row = 0; row + 1 < offsets.length; row++) {
    const into = row * width
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const weight = weights[at]!
      if (weight === 0) continue
      const from = items[at]! * width
      for (let column = 0; column < width; column++) product[into + column]! += weight * basis[from + column]!
    }
  }
  return product
}

/** Cholesky's QR, twice for accuracy: basis ← basis · R⁻¹ with RᵀR = basisᵀ basis. Columns of no length become zero. */
function orthonormalise(basis: Float32Array, width: number): void {
  for (let pass = 0; pass < 2; pass++) divideByFactor(basis, width, upperFactor(products(basis, basis, width), width))
}

/** leftᵀ · right, width × width. */
function products(left: Float32Array, right: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(width * width)
  for (let row = 0; row < left.length; row += width)
    for (let one = 0; one < width; one++) {
      const value = left[row + one]!
      for (let two = 0; two < width; two++) sums[one * width + two]! += value * right[row + two]!
    }
  return sums
}

/** R with RᵀR = matrix; a row of zeros where the matrix has no further rank. */
function upperFactor(matrix: Float64Array, width: number): Float64Array {
  const factor = new Float64Array(width * width)
  for (let row = 0; row < width; row++) {
    let square = matrix[row * width + row]!
    for (let k = 0; k < row; k++) square -= factor[k * width + row]! ** 2
    if (square <= rankTolerance * matrix[row * width + row]!) continue
    const pivot = Math.sqrt(square)
    for (let column = row; column < width; column++) {
      let sum = matrix[row * width + column]!
      for (let k = 0; k < row; k++) sum -= factor[k * width + row]! * factor[k * width + column]!
      factor[row * width + column] = sum / pivot
    }
  }
  return factor
}

function divideByFactor(basis: Float32Array, width: number, factor: Float64Array): void {
  const row = new Float64Array(width)
  for (let at = 0; at < basis.length; at += width) {
    for (let column = 0; column < width; column++) row[column] = basis[at + column]!
    for (let k = 0; k < width; k++) {
      const pivot = factor[k * width + k]!
      row[k] = pivot > 0 ? row[k]! / pivot : 0
      const value = row[k]!
      for (let column = k + 1; column < width; column++) row[column]! -= value * factor[k * width + column]!
    }
    for (let column = 0; column < width; column++) basis[at + column] = row[column]!
  }
}

/** The leading `count` of the eigenvectors that an orthonormal basis spans. */
export function rayleighRitz(multiply: Multiply, basis: Float32Array, width: number, count: number): LeadingVectors {
  const image = multiply(basis, width)
  const { values, vectors } = symmetricEigen(products(basis, image, width), width)
  const order = Array.from(values.keys()).sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b)
  const chosen = order.slice(0, count)
  const result = new Float32Array((basis.length / Math.max(1, width)) * count)
  for (let row = 0, at = 0; row < basis.length; row += width)
    for (const column of chosen) {
      let sum = 0
      for (let k = 0; k < width; k++) sum += basis[row + k]! * vectors[k * width + column]!
      result[at++] = sum
    }
  return { vectors: result, values: Float64Array.from(chosen, column => values[column]!) }
}
