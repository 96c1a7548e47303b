/**
 * The first half of a block, and its way back:
 *
 *   q, k, v = Norm(x) Wqkv + b        mixed = causal attention within each chunk        middle = x + dropout(mixed Wo + bo)
 *
 * The second line's last step runs on the rows that go on: all of them, or in the last block those with a loss.
 */

import { finishing } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import { addGradients, multiply, multiplyBack } from './linear.ts'
import { normBackward, normForward } from './norm-layer.ts'
import { drop, type Group, gradientAt, type Linear, type Pass, passedGradient, weightAt } from './pass.ts'

function linearsOf({ layout, shape, packed }: Pass, depth: number): { readonly into: Linear; readonly out: Linear } {
  const block = layout.blocks[depth]!
  const { queryKeyValue, output } = packed[depth]!
  const { dimension } = shape
  return {
    into: {
      ...{ matrix: block.queryKeyValue, bias: block.queryKeyValueBias, packed: queryKeyValue },
      ...{ inputCount: dimension, outputCount: 3 * dimension },
    },
    out: {
      ...{ matrix: block.output, bias: block.outputBias, packed: output },
      ...{ inputCount: dimension, outputCount: dimension },
    },
  }
}

/** From the block's `input` to `mixed`. */
export function attention(pass: Pass, depth: number, { tokenCount, chunkCount }: Group): void {
  const { kernels, shape, layout } = pass
  const { dimension, headCount } = shape
  const { into } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  normForward(pass, layout.blocks[depth]!.attentionNorm, tokenCount, tape.input, tape.attentionNorm)
  multiply(pass, into, tokenCount, tape.attentionNorm.out, tape.queryKeyValue)
  const headWidth = dimension / headCount
  const { q, k, v } = thirdsOf(tape.queryKeyValue, dimension)
  const biases = shape.hasDistanceBiases ? weightAt(pass, layout.blocks[depth]!.distanceBiases) : 0
  kernels.attention(
    chunkCount,
    pass.tape.chunkOffsets,
    headCount,
    headWidth,
    3 * dimension,
    q,
    k,
    v,
    headWidth ** -0.5,
    biases,
    shape.lengthMax,
    dimension,
    tape.mixed,
    tape.mixedLogSums,
    pass.attentionWorkspace,
  )
}

/** Queries, keys and values stand side by side in each row. */
const thirdsOf = (rows: Offset, dimension: number) => ({ q: rows, k: rows + 4 * dimension, v: rows + 8 * dimension })

/** `mixedGradient` is of `mixed`; adds to `gradient`, which is of the block's `input`. */
export function attentionBackward(
  pass: Pass,
  depth: number,
  { tokenCount, chunkCount }: Group,
  mixedGradient: Offset,
  gradient: Offset,
): void {
  const { kernels, shape, layout } = pass
  const { dimension, headCount } = shape
  const { wide, narrowToo } = pass.tape
  const { into } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  const headWidth = dimension / headCount
  const { q, k, v } = thirdsOf(tape.queryKeyValue, dimension)
  const gradients = thirdsOf(wide, dimension)
  const { distanceBiases } = layout.blocks[depth]!
  kernels.attentionBackward(
    chunkCount,
    pass.tape.chunkOffsets,
    headCount,
    headWidth,
    3 * dimension,
    q,
    k,
    v,
    headWidth ** -0.5,
    shape.hasDistanceBiases ? weightAt(pass, distanceBiases) : 0,
    shape.lengthMax,
    dimension,
    tape.mixed,
    tape.mixedLogSums,
    mixedGradient,
    gradients.q,
    gradients.k,
    gradients.v,
    shape.hasDistanceBiases ? gradientAt(pass, distanceBiases) : 0,
    pass.attentionWorkspace,
  )
  addGradients(pass, into, tokenCount, tape.attentionNorm.out, wide)
  multiplyBack(pass, into, tokenCount, wide, narrowToo)
  const { attentionNorm } = layout.blocks[depth]!
  normBackward(pass, attentionNorm, tokenCount, tape.input, tape.attentionNorm, narrowToo, gradient, 1)
}

/** From `mixed` to `middle`, for all rows or for those with a loss. */
export function attentionOutput(pass: Pass, depth: number, rowCount: number, isOfRows: boolean): void {
  const { kernels, shape } = pass
  const { dimension } = shape
  const { out } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  const { lossRows } = pass.tape
  const mixed = isOfRows ? tape.mixedRows : tape.mixed
  if (isOfRows) kernels.gatherRows(rowCount, dimension, tape.mixed, lossRows, mixed, 0)
  else if (pass.dropout === 0) {
    multiply(pass, out, rowCount, mixed, tape.middle, finishing.add, tape.input)
    return
  }
  multiply(pass, out, rowCount, mixed, tape.middle)
  drop(pass, { depth, at: 'attention' }, rowCount * dimension, tape.middle)
  if (isOfRows) kernels.gatherRows(rowCount, dimension, tape.input, lossRows, tape.middle, 1)
  else kernels.axpy(rowCount * dimension, 1, tape.input, tape.middle)
}

/** `gradient` is of `middle`; leaves that of the mixed rows at `mixedGradient`. */
export function attentionOutputBackward(
  pass: Pass,
  depth: number,
  rowCount: number,
  isOfRows: boolean,
  gradient: Offset,
  mixedGradient: Offset,
): void {
  const { shape, tape } = pass
  const { dimension } = shape
  const { out } = linearsOf(pass, depth)
  const passed = passedGradient(pass, { depth, at: 'attention' }, rowCount * dimension, gradient, tape.narrow)
  const { mixed, mixedRows } = tape.blocks[depth]!
  addGradients(pass, out, rowCount, isOfRows ? mixedRows : mixed, passed)
  multiplyBack(pass, out, rowCount, passed, mixedGradient)
}
