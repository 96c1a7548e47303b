/**
 * Scores of the whole catalogue for one history: the vector a user with this history would have (`foldIn`), times every
 * item's. An item that occurs again counts once. Cost: history × dimension² + dimension³ / 3 + items × dimension.
 */

import type { IalsParams } from './params.ts'
import { ridgeOf } from './ridge.ts'

/** What does not depend on the history: unobservedWeight · YᵀY. Made once per model. */
export function unobservedGram({ itemVectors, dimension, unobservedWeight }: IalsParams): Float64Array {
  const gram = new Float64Array(dimension * dimension)
  for (let from = 0; from < itemVectors.length; from += dimension)
    for (let i = 0; i < dimension; i++) {
      const value = unobservedWeight * itemVectors[from + i]!
      for (let j = 0; j <= i; j++) gram[i * dimension + j]! += value * itemVectors[from + j]!
    }
  return gram
}

export function scoreCatalogue(
  params: IalsParams,
  gram: Float64Array,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
): void {
  const { dimension, itemVectors } = params
  const vector = foldIn(params, gram, history)
  for (let item = 0; item < scores.length; item++) {
    let sum = 0
    for (let k = 0; k < dimension; k++) sum += vector[k]! * itemVectors[item * dimension + k]!
    scores[item] = sum
  }
}

/** The vector that solves a user's least squares exactly; zero for an empty history. */
export function foldIn(params: IalsParams, gram: Float64Array, history: ArrayLike<number>): Float64Array {
  const { dimension, itemVectors, itemCount } = params
  const matrix = Float64Array.from(gram)
  const vector = new Float64Array(dimension)
  const items = new Set(Array.from(history))
  if (items.size === 0) return vector
  const ridge = ridgeOf(items.size, itemCount, params)
  for (let i = 0; i < dimension; i++) matrix[i * dimension + i]! += ridge
  for (const item of items) {
    const from = item * dimension
    for (let i = 0; i < dimension; i++) {
      const value = itemVectors[from + i]!
      vector[i]! += value
      for (let j = 0; j <= i; j++) matrix[i * dimension + j]! += value * itemVectors[from + j]!
    }
  }
  solveInPlace(matrix, vector)
  return vector
}

/** matrix (its lower triangle) = L·Lᵀ, then vector ← L⁻ᵀ·L⁻¹·vector. */
function solveInPlace(matrix: Float64Array, vector: Float64Array): void {
  const size = vector.length
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * size + j]!
    }
    let value = vector[i]!
    for (let k = 0; k < i; k++) value -= matrix[i * size + k]! * vector[k]!
    vector[i] = value / matrix[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    vector[i]! /= matrix[i * size + i]!
    for (let k = 0; k < i; k++) vector[k]! -= matrix[i * size + k]! * vector[i]!
  }
}
