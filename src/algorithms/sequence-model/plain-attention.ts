/**
 * Causal self-attention over one history, added to its states, in plain loops:
 *
 *   q, k, v = Norm(x) Wqkv + b;   a(t, s) = softmax over s ≤ t of q_t · k_s / sqrt(width) + bias(t - s)
 *   x_t += (Σ_s a(t, s) v_s) Wo + bo
 *
 * for each head on its own columns. */

import type { BlockLayout, ModelShape } from './layout.ts'
import { addProduct, type Floats, normalise } from './plain-layers.ts'

export function addAttention(weights: Floats, block: BlockLayout, shape: ModelShape, states: Floats): void {
  const { dimension } = shape
  const count = states.length / dimension
  const projected = projectAll(weights, block, dimension, states)
  const make = (length: number): Floats => new (states.constructor as new (length: number) => Floats)(length)
  const mixed = make(dimension)
  const shares = make(count)
  for (let at = 0; at < count; at++) {
    mixed.fill(0)
    for (let head = 0; head < shape.headCount; head++)
      mixHead(projected, distanceBiasOf(weights, block, shape, head), shape, at, head, shares, mixed)
    for (let k = 0; k < dimension; k++) states[at * dimension + k]! += weights[block.outputBias + k]!
    addProduct(mixed, 0, weights, block.output, dimension, dimension, states, at * dimension)
  }
}

/** Row per position: queries, keys, values. */
function projectAll(weights: Floats, block: BlockLayout, dimension: number, states: Floats): Floats {
  const make = (length: number): Floats => new (states.constructor as new (length: number) => Floats)(length)
  const width = 3 * dimension
  const projected = make(3 * states.length)
  const normed = make(dimension)
  for (let at = 0; at * dimension < states.length; at++) {
    normalise(states, at, weights, block.attentionNorm, dimension, normed, 0)
    for (let k = 0; k < width; k++) projected[at * width + k] = weights[block.queryKeyValueBias + k]!
    addProduct(normed, 0, weights, block.queryKeyValue, dimension, width, projected, at * width)
  }
  return projected
}

/** What a distance adds to a logit. */
function distanceBiasOf(
  weights: Floats,
  { distanceBiases }: BlockLayout,
  { hasDistanceBiases, lengthMax }: ModelShape,
  head: number,
): (distance: number) => number {
  const nearest = distanceBiases + (head + 1) * lengthMax - 1
  return hasDistanceBiases ? distance => weights[nearest - distance]! : () => 0
}

function mixHead(
  projected: Floats,
  biasAt: (distance: number) => number,
  { dimension, headCount }: ModelShape,
  at: number,
  head: number,
  shares: Floats,
  mixed: Floats,
): void {
  const width = dimension / headCount
  const row = 3 * dimension
  const query = at * row + head * width
  let highest = Number.NEGATIVE_INFINITY
  for (let from = 0; from <= at; from++) {
    const key = from * row + dimension + head * width
    let dot = 0
    for (let k = 0; k < width; k++) dot += projected[query + k]! * projected[key + k]!
    shares[from] = dot / Math.sqrt(width) + biasAt(at - from)
    highest = Math.max(highest, shares[from]!)
  }
  let total = 0
  for (let from = 0; from <= at; from++) total += shares[from] = Math.exp(shares[from]! - highest)
  for (let from = 0; from <= at; from++) {
    const share = shares[from]! / total
    const value = from * row + 2 * dimension + head * width
    for (let k = 0; k < width; k++) mixed[head * width + k]! += share * projected[value + k]!
  }
}
