/**
 * What the forward pass leaves behind for the backward pass: buffers for up to `tokenCountMax` positions in the memory of
 * one thread. A batch is worked through in groups of whole chunks small enough for the caches, so the tape is small however
 * large the batch. Every buffer is a byte offset; shapes are in positions × width.
 */

import type { Arena } from '../../kernels/arena.ts'
import type { Offset } from '../../kernels/offset.ts'
import { type ModelShape, upWidthOf } from './layout.ts'

export interface Norm {
  readonly out: Offset
  readonly means: Offset
  readonly scales: Offset
}

export interface BlockTape {
  /** States entering the block: × dimension. */
  readonly input: Offset
  /** Norm of the input: × dimension; the mean and scale of each row. */
  readonly attentionNorm: Norm
  /** Queries, keys, values: × 3 dimension. */
  readonly queryKeyValue: Offset
  /** Mixed values: × dimension; log of each softmax's denominator: × headCount. */
  readonly mixed: Offset
  readonly mixedLogSums: Offset
  /** Of those rows that go on: mixed values and, until attention is added to them, states. */
  readonly mixedRows: Offset
  /** Of the rows that go on, from here: states after attention, × dimension. */
  readonly middle: Offset
  readonly forwardNorm: Norm
  /** Before and after the activation (and dropout): × `upWidthOf` the shape, and × hiddenWidth. */
  readonly up: Offset
  readonly hidden: Offset
}

export interface Tape {
  readonly tokenCountMax: number
  /** Items and targets of the positions, and where each chunk begins (one more than chunks): u32. */
  readonly items: Offset
  readonly positions: Offset
  /** Codes of each context column. */
  readonly contexts: readonly Offset[]
  readonly chunkOffsets: Offset
  /** Rows with a loss, and their targets: u32. */
  readonly lossRows: Offset
  readonly targets: Offset
  readonly blocks: readonly BlockTape[]
  /** States after the last block and their norm. */
  readonly output: Offset
  readonly finalNorm: Norm
  /** Gradients of the final vectors, then of the states as they go down. */
  readonly rowGradients: Offset
  readonly stateGradients: Offset
  /** Scratch: × dimension twice, × the widest layer twice. */
  readonly narrow: Offset
  readonly narrowToo: Offset
  readonly wide: Offset
  readonly wideToo: Offset
}

export function allocateTape(arena: Arena, shape: ModelShape, tokenCountMax: number): Tape {
  const { dimension, hiddenWidth, headCount, blockCount } = shape
  const upWidth = upWidthOf(shape)
  const floats = (width: number): Offset => arena.f32(tokenCountMax * width).offset
  const indices = (extra = 0): Offset => arena.u32(tokenCountMax + extra).offset
  const norm = (): Norm => ({ out: floats(dimension), means: floats(1), scales: floats(1) })
  const block = (depth: number): BlockTape => {
    const mixed = floats(dimension)
    return {
      input: floats(dimension),
      attentionNorm: norm(),
      queryKeyValue: floats(3 * dimension),
      mixed,
      mixedLogSums: floats(headCount),
      mixedRows: depth === blockCount - 1 ? floats(dimension) : mixed,
      middle: floats(dimension),
      forwardNorm: norm(),
      up: floats(upWidth),
      hidden: floats(hiddenWidth),
    }
  }
  return {
    tokenCountMax,
    items: indices(),
    positions: indices(),
    contexts: (shape.contextSizes ?? []).map(() => indices()),
    chunkOffsets: indices(1),
    lossRows: indices(),
    targets: indices(),
    blocks: Array.from({ length: blockCount }, (_, depth) => block(depth)),
    output: floats(dimension),
    finalNorm: norm(),
    rowGradients: floats(dimension),
    stateGradients: floats(dimension),
    narrow: floats(dimension),
    narrowToo: floats(dimension),
    wide: floats(Math.max(upWidth, 3 * dimension)),
    wideToo: floats(Math.max(upWidth, 3 * dimension)),
  }
}
