/**
 * Weights to go on from: those of a model that was trained on earlier data, or on a part of it. Everything but the items is
 * taken over as it is; items that the former model knew keep their vectors under their new index, new ones keep their noise.
 */

import { assert } from '../../base/assert.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import type { SequenceModelOptions, SequenceModelParams } from './params.ts'

export interface ModelStart {
  readonly params: SequenceModelParams
  /** For each item its index in the former model, or -1; absent: the same items. */
  readonly formerItems?: Int32Array
}

export function startFrom(weights: Float32Array, shape: ModelShape, { params: former, formerItems }: ModelStart): void {
  assert(isSameBesideItems(shape, former.shape), 'a training goes on with a model of the same shape')
  const [layout, formerLayout] = [layoutOf(shape), layoutOf(former.shape)]
  weights.set(former.weights.subarray(formerLayout.positions), layout.positions)
  const { dimension } = shape
  for (let item = 0; item < shape.itemCount; item++) {
    const known = formerItems === undefined ? item : formerItems[item]!
    if (known < 0 || known >= former.shape.itemCount) continue
    const from = formerLayout.items + known * dimension
    weights.set(former.weights.subarray(from, from + dimension), layout.items + item * dimension)
    weights[layout.itemBiases + item] = former.weights[formerLayout.itemBiases + known]!
  }
}

/** A model goes on with the feed-forward halves it began with, whatever a new one would get today. */
export const goingOnLike = (options: SequenceModelOptions, { params: { shape } }: ModelStart): SequenceModelOptions =>
  options.dimension === shape.dimension
    ? { ...options, hiddenWidth: shape.hiddenWidth, activation: shape.activation ?? 'gelu' }
    : options

export const isSameBesideItems = (one: Omit<ModelShape, 'itemCount'>, two: Omit<ModelShape, 'itemCount'>): boolean =>
  one.dimension === two.dimension &&
  one.blockCount === two.blockCount &&
  one.headCount === two.headCount &&
  one.hiddenWidth === two.hiddenWidth &&
  one.lengthMax === two.lengthMax &&
  (one.activation ?? 'gelu') === (two.activation ?? 'gelu') &&
  one.hasDistanceBiases === two.hasDistanceBiases &&
  String(one.contextSizes ?? []) === String(two.contextSizes ?? [])
