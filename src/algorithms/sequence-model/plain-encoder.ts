/**
 * What the model computes, in plain loops in the order of the formulas, for any precision: what tests hold the kernels'
 * way forward and back against.
 *
 *   x_t = item(t) + position(t)
 *   x ← x + Attention(Norm(x)) Wo + bo;   x ← x + GELU(Norm(x) W1 + b1) W2 + b2     for each block
 *   vector_t = Norm(x_t)
 */

import { type BlockLayout, layoutOf, type ModelLayout, type ModelShape } from './layout.ts'
import { addAttention } from './plain-attention.ts'
import { addProduct, type Floats, gelu, normalise } from './plain-layers.ts'

/** The vector of every position, in the precision of `weights`. */
export function encodeEveryPosition<F extends Floats>(weights: F, shape: ModelShape, items: ArrayLike<number>): F {
  const layout = layoutOf(shape)
  const empty = (): F => new (weights.constructor as new (length: number) => F)(items.length * shape.dimension)
  const states = inputStates(weights, layout, shape, items, empty())
  for (const block of layout.blocks) passBlock(weights, block, shape, states)
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
  states: F,
): F {
  for (let at = 0; at * dimension < states.length; at++) {
    const item = items + history[at]! * dimension
    const position = positions + at * dimension
    for (let k = 0; k < dimension; k++) states[at * dimension + k] = weights[item + k]! + weights[position + k]!
  }
  return states
}

function passBlock(weights: Floats, block: BlockLayout, shape: ModelShape, states: Floats): void {
  addAttention(weights, block, shape, states)
  const { dimension, hiddenWidth } = shape
  const make = (length: number): Floats => new (states.constructor as new (length: number) => Floats)(length)
  const normed = make(dimension)
  const hidden = make(hiddenWidth)
  for (let at = 0; at * dimension < states.length; at++) {
    normalise(states, at, weights, block.forwardNorm, dimension, normed, 0)
    hidden.set(weights.subarray(block.upBias, block.upBias + hiddenWidth))
    addProduct(normed, 0, weights, block.up, dimension, hiddenWidth, hidden, 0)
    for (let k = 0; k < hiddenWidth; k++) hidden[k] = gelu(hidden[k]!)
    for (let k = 0; k < dimension; k++) states[at * dimension + k]! += weights[block.downBias + k]!
    addProduct(hidden, 0, weights, block.down, hiddenWidth, dimension, states, at * dimension)
  }
}
