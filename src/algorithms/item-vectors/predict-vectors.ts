/**
 * Gives items that few or nobody interacted with a place among the others: ridge regression from metadata vectors to
 * interaction vectors, learned on items that have both, each weighing by how well its own vector is known.
 *
 *   W = (Mᵀ D M + λ I)⁻¹ Mᵀ D V            D = n / (n + trust), n users of the item
 *   vector(i) ∝ n · own(i) + trust · prediction(i)
 *
 * Cost: items · dimension² and one small solve.
 */

import { type ItemVectors, toUnitLength } from './interaction-vectors.ts'

/** The prediction counts as much as one user: with more, items that people do know were placed worse. */
const trust = 1
const ridge = 1

export interface KnownVectors {
  readonly own: ItemVectors
  readonly metadata: ItemVectors
  /** Distinct users of each item. */
  readonly userCounts: ArrayLike<number>
}

export function placedVectors({ own, metadata, userCounts }: KnownVectors): ItemVectors {
  const predicted = predictedVectors({ own, metadata, userCounts })
  const { dimension } = own
  const values = new Float32Array(own.values.length)
  for (let item = 0; item < userCounts.length; item++) {
    const users = userCounts[item]!
    for (let at = item * dimension; at < (item + 1) * dimension; at++)
      values[at] = users * own.values[at]! + trust * predicted[at]!
  }
  toUnitLength(values, dimension)
  return { dimension, values }
}

function predictedVectors({ own, metadata, userCounts }: KnownVectors): Float32Array {
  const [width, outWidth] = [metadata.dimension, own.dimension]
  const gram = new Float64Array(width * width)
  const target = new Float64Array(width * outWidth)
  for (let item = 0; item < userCounts.length; item++) {
    const weight = userCounts[item]! / (userCounts[item]! + trust)
    if (weight === 0) continue
    const [from, to] = [item * width, item * outWidth]
    for (let row = 0; row < width; row++) {
      const value = weight * metadata.values[from + row]!
      if (value === 0) continue
      for (let column = 0; column <= row; column++)
        gram[row * width + column]! += value * metadata.values[from + column]!
      for (let column = 0; column < outWidth; column++)
        target[row * outWidth + column]! += value * own.values[to + column]!
    }
  }
  for (let row = 0; row < width; row++) gram[row * width + row]! += ridge
  solve(gram, target, width, outWidth)
  return product(metadata, target, outWidth)
}

/** Cholesky: lower triangle of `matrix` is replaced by its factor, `right` by the solution. */
function solve(matrix: Float64Array, right: Float64Array, width: number, rightWidth: number): void {
  for (let row = 0; row < width; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * width + column]!
      for (let k = 0; k < column; k++) sum -= matrix[row * width + k]! * matrix[column * width + k]!
      matrix[row * width + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * width + column]!
    }
  const combine = (row: number, others: Iterable<number>, weightOf: (other: number) => number): void => {
    for (const other of others)
      for (let at = 0; at < rightWidth; at++)
        right[row * rightWidth + at]! -= weightOf(other) * right[other * rightWidth + at]!
    for (let at = 0; at < rightWidth; at++) right[row * rightWidth + at]! /= matrix[row * width + row]!
  }
  for (let row = 0; row < width; row++) combine(row, range(0, row), other => matrix[row * width + other]!)
  for (let row = width - 1; row >= 0; row--) combine(row, range(row + 1, width), other => matrix[other * width + row]!)
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

function product({ dimension, values }: ItemVectors, matrix: Float64Array, outWidth: number): Float32Array {
  const result = new Float32Array((values.length / dimension) * outWidth)
  for (let item = 0; item * dimension < values.length; item++)
    for (let k = 0; k < dimension; k++) {
      const value = values[item * dimension + k]!
      if (value === 0) continue
      for (let at = 0; at < outWidth; at++) result[item * outWidth + at]! += value * matrix[k * outWidth + at]!
    }
  return result
}
