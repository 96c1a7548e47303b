/**
 * The matrices of a model's layers in the form that products read fastest, kept beside the weights and packed anew when those
 * have changed: once a step, or once for a model that only answers. On the way back a layer's matrix is turned.
 */

import type { Arena } from '../../kernels/arena.ts'
import { packedBytes } from '../../kernels/kernels.ts'
import { type ModelShape, upWidthOf } from './layout.ts'
import { type PackedBlock, type PackedMatrix, type Pass, weightAt } from './pass.ts'

type Sizes = readonly [inputCount: number, outputCount: number]
type BlockSizes = Readonly<Record<keyof PackedBlock, Sizes>>

const sizesOf = (shape: ModelShape): BlockSizes => {
  const { dimension, hiddenWidth } = shape
  return {
    queryKeyValue: [dimension, 3 * dimension],
    output: [dimension, dimension],
    up: [dimension, upWidthOf(shape)],
    down: [hiddenWidth, dimension],
  }
}

export function allocatePacked(arena: Arena, shape: ModelShape): readonly PackedBlock[] {
  const sizes = sizesOf(shape)
  const matrix = ([inputCount, outputCount]: Sizes): PackedMatrix => ({
    forward: arena.bytes(packedBytes(inputCount, outputCount)),
    back: arena.bytes(packedBytes(outputCount, inputCount)),
  })
  return Array.from({ length: shape.blockCount }, () => ({
    queryKeyValue: matrix(sizes.queryKeyValue),
    output: matrix(sizes.output),
    up: matrix(sizes.up),
    down: matrix(sizes.down),
  }))
}

/** Bytes that `allocatePacked` takes, but for the ends of cache lines. */
export function packedWeightBytes(shape: ModelShape): number {
  let bytes = 0
  for (const [inputCount, outputCount] of Object.values(sizesOf(shape)))
    bytes += packedBytes(inputCount, outputCount) + packedBytes(outputCount, inputCount)
  return shape.blockCount * bytes
}

/** After the weights have changed and before the next pass. */
export function packWeights(pass: Pass): void {
  const { kernels, layout, shape } = pass
  const sizes = sizesOf(shape)
  for (const [depth, packed] of pass.packed.entries())
    for (const name of ['queryKeyValue', 'output', 'up', 'down'] as const) {
      const [inputCount, outputCount] = sizes[name]
      const matrix = weightAt(pass, layout.blocks[depth]![name])
      kernels.packMatrix(inputCount, outputCount, matrix, outputCount, 1, packed[name].forward)
      kernels.packMatrix(outputCount, inputCount, matrix, 1, outputCount, packed[name].back)
    }
}
