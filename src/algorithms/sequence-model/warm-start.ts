/**
 * Item vectors to begin with: the leading vectors of windowed co-occurrence, each scaled by the root of its value, centred,
 * and brought to the spread that random vectors would have. A training from them reaches in 8 epochs what took 18 and more
 * from noise.
 */

import type { Histories } from '../histories.ts'
import { positiveMutualInformation } from './co-occurrence-matrix.ts'
import { leadingVectors } from './leading-vectors.ts'

/** Overwrites the item vectors; columns that the data cannot fill, in a tiny catalogue, keep their noise. */
export function warmStart(itemVectors: Float32Array, histories: Histories, dimension: number, seed: number): void {
  const { vectors, values } = leadingVectors(positiveMutualInformation(histories), dimension, seed)
  const width = values.length
  if (width === 0 || !(Math.abs(values[0]!) > 0)) return
  const roots = values.map(value => Math.sqrt(Math.abs(value)))
  for (let at = 0; at < vectors.length; at++) vectors[at]! *= roots[at % width]!
  centre(vectors, width)
  const scale = dimension ** -0.5 / spreadOf(vectors)
  for (let item = 0; item < histories.itemCount; item++)
    for (let column = 0; column < width; column++)
      itemVectors[item * dimension + column] = scale * vectors[item * width + column]!
}

function centre(vectors: Float32Array, width: number): void {
  const rowCount = vectors.length / width
  const means = new Float64Array(width)
  for (let at = 0; at < vectors.length; at++) means[at % width]! += vectors[at]! / rowCount
  for (let at = 0; at < vectors.length; at++) vectors[at]! -= means[at % width]!
}

function spreadOf(vectors: Float32Array): number {
  let squares = 0
  for (const value of vectors) squares += value * value
  return Math.sqrt(squares / vectors.length) || 1
}
