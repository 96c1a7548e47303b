/**
 * Items as vectors of what is known of them: the leading singular vectors of their feature rows, times the singular
 * values, each scaled to length 1. The product of two is nearly that of the rows themselves where there are no more features
 * than dimensions; where there are many, terms that occur together move together, so a text finds others in other words.
 */

import type { ItemFeatures } from '../item-features.ts'
import { leadingVectorsOf, type Multiply } from '../sequence-model/leading-vectors.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { type ItemVectors, toUnitLength } from './interaction-vectors.ts'

/** Of `dimensionMax` numbers, or as many as there are features. */
export function metadataVectors(features: ItemFeatures, dimensionMax: number, seed: number): ItemVectors {
  const matrix = featureRows(features)
  const dimension = Math.max(1, Math.min(dimensionMax, matrix.featureCount))
  const { vectors, values } = leadingVectorsOf(productOf(matrix), features.itemCount, dimension, seed)
  const rank = values.length
  const scaled = new Float32Array(features.itemCount * dimension)
  for (let item = 0; item < features.itemCount; item++)
    for (let k = 0; k < rank; k++)
      scaled[item * dimension + k] = vectors[item * rank + k]! * Math.sqrt(Math.max(0, values[k]!))
  toUnitLength(scaled, dimension)
  return { dimension, values: scaled }
}

/** basis ↦ F Fᵀ · basis */
function productOf({ rows: { offsets, items, weights }, featureCount }: FeatureRows): Multiply {
  return (basis, width) => {
    const ofFeatures = new Float32Array(featureCount * width)
    const product = new Float32Array(basis.length)
    const pass = (use: (row: number, feature: number, weight: number) => void): void => {
      for (let item = 0; item + 1 < offsets.length; item++)
        for (let at = offsets[item]!; at < offsets[item + 1]!; at++) use(item * width, items[at]! * width, weights[at]!)
    }
    pass((row, feature, weight) => {
      for (let k = 0; k < width; k++) ofFeatures[feature + k]! += weight * basis[row + k]!
    })
    pass((row, feature, weight) => {
      for (let k = 0; k < width; k++) product[row + k]! += weight * ofFeatures[feature + k]!
    })
    return product
  }
}
