/**
 * What a history means: the vector whose product with an item's vector is that item's score. Plain loops in the order of
 * the formulas; training does the same with kernels and is tested against it.
 *
 *   x_t = item(t) + position(t)
 *   x ← x + Attention(Norm(x)) Wo + bo;   x ← x + GELU(Norm(x) W1 + b1) W2 + b2     for each block
 *   vector = Norm(x_last)
 *
 * Self-Attentive Sequential Recommendation (Kang and McAuley, 2018) with norms before the halves. Only the last position is
 * wanted, so the last block computes keys and values for all positions and everything else for one.
 */

import { type BlockLayout, layoutOf, type ModelLayout, type ModelShape } from './layout.ts'
import type { SequenceModelParams } from './params.ts'
import { addAttention } from './plain-attention.ts'
import { addProduct, type Floats, gelu, normalise } from './plain-layers.ts'

/** The newest `lengthMax` items decide; without any item the vector is zero. */
export function encodeHistory(params: SequenceModelParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const { shape, weights } = params
  const from = Math.max(0, history.length - shape.lengthMax)
  const count = history.length - from
  const vector = new Float32Array(shape.dimension)
  if (count === 0) return vector
  const layout = layoutOf(shape)
  const states = inputStates(weights, layout, shape, history, from, new Float32Array(count * shape.dimension))
  for (const [depth, block] of layout.blocks.entries())
    passBlock(weights, block, shape, states, depth === shape.blockCount - 1 ? count - 1 : 0)
  normalise(states, count - 1, weights, layout.finalNorm, shape.dimension, vector, 0)
  return vector
}

/** The same for every position, in the precision of `weights`: what tests hold the trained path against. */
export function encodeEveryPosition<F extends Floats>(weights: F, shape: ModelShape, items: ArrayLike<number>): F {
  const layout = layoutOf(shape)
  const empty = (): F => new (weights.constructor as new (length: number) => F)(items.length * shape.dimension)
  const states = inputStates(weights, layout, shape, items, 0, empty())
  for (const block of layout.blocks) passBlock(weights, block, shape, states, 0)
  const vectors = empty()
  for (let at = 0; at < items.length; at++)
    normalise(states, at, weights, layout.finalNorm, shape.dimension, vectors, at)
  return vectors
}

function inputStates<F extends Floats>(
  weights: Floats,
  { items, positions }: ModelLayout,
  { dimension }: ModelShape,
  history: ArrayLike<number>,
  from: number,
  states: F,
): F {
  for (let at = 0; at * dimension < states.length; at++) {
    const item = items + history[from + at]! * dimension
    const position = positions + at * dimension
    for (let k = 0; k < dimension; k++) states[at * dimension + k] = weights[item + k]! + weights[position + k]!
  }
  return states
}

/** Changes the states of positions from `firstWanted` on. */
function passBlock(weights: Floats, block: BlockLayout, shape: ModelShape, states: Floats, firstWanted: number): void {
  addAttention(weights, block, shape, states, firstWanted)
  const { dimension, hiddenWidth } = shape
  const make = (length: number): Floats => new (states.constructor as new (length: number) => Floats)(length)
  const normed = make(dimension)
  const hidden = make(hiddenWidth)
  for (let at = firstWanted; at * dimension < states.length; at++) {
    normalise(states, at, weights, block.forwardNorm, dimension, normed, 0)
    hidden.set(weights.subarray(block.upBias, block.upBias + hiddenWidth))
    addProduct(normed, 0, weights, block.up, dimension, hiddenWidth, hidden, 0)
    for (let k = 0; k < hiddenWidth; k++) hidden[k] = gelu(hidden[k]!)
    for (let k = 0; k < dimension; k++) states[at * dimension + k]! += weights[block.downBias + k]!
    addProduct(hidden, 0, weights, block.down, hiddenWidth, dimension, states, at * dimension)
  }
}
