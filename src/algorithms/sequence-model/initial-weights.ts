/**
 * Weights before the first step: matrices uniform within ± sqrt(1 / inputs), as PyTorch's Linear has them; item vectors
 * normal with the spread that gives dot products near 1; positions nearly zero; gains 1; biases zero. Matrices that write
 * into the residual stream shrink with depth, so that a deep model starts as a shallow one.
 */

import type { Random } from '../../base/random.ts'
import { layoutOf, type ModelShape, upWidthOf } from './layout.ts'

const positionSpread = 0.02

export function initialWeights(shape: ModelShape, random: Random): Float32Array<ArrayBuffer> {
  const layout = layoutOf(shape)
  const { dimension, hiddenWidth } = shape
  const weights = new Float32Array(layout.length)
  const part = (offset: number, length: number) => weights.subarray(offset, offset + length)
  fillNormal(part(layout.items, shape.itemCount * dimension), dimension ** -0.5, random)
  fillNormal(part(layout.positions, shape.lengthMax * dimension), positionSpread, random)
  const depth = Math.sqrt(2 * shape.blockCount)
  for (const block of layout.blocks) {
    part(block.attentionNorm, dimension).fill(1)
    part(block.forwardNorm, dimension).fill(1)
    fillUniform(part(block.queryKeyValue, 3 * dimension * dimension), dimension ** -0.5, random)
    fillUniform(part(block.output, dimension * dimension), dimension ** -0.5 / depth, random)
    fillUniform(part(block.up, dimension * upWidthOf(shape)), dimension ** -0.5, random)
    fillUniform(part(block.down, hiddenWidth * dimension), hiddenWidth ** -0.5 / depth, random)
  }
  part(layout.finalNorm, dimension).fill(1)
  return weights
}

function fillUniform(target: Float32Array, bound: number, random: Random): void {
  for (let at = 0; at < target.length; at++) target[at] = (2 * random.next() - 1) * bound
}

/** Box and Muller's transform. */
function fillNormal(target: Float32Array, spread: number, random: Random): void {
  for (let at = 0; at < target.length; at++) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
    target[at] = spread * radius * Math.cos(2 * Math.PI * random.next())
  }
}
