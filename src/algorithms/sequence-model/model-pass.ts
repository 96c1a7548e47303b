/**
 * One group of chunks through the model and back:
 *
 *   x = dropout(item + position + contexts);   x ← attention half, x ← feed-forward half for each block;   vectors = Norm(x)
 *
 * After its attention the last block goes on with the rows that have a loss alone: nobody reads the others.
 */

import type { Offset } from '../../kernels/offset.ts'
import { attention, attentionBackward, attentionOutput, attentionOutputBackward } from './attention-layer.ts'
import { feedForward, feedForwardBackward } from './feed-forward-layer.ts'
import { normBackward, normForward } from './norm-layer.ts'
import { drop, type Group, gradientAt, type Pass, weightAt } from './pass.ts'

/** Leaves the final vectors of the rows with a loss at `tape.finalNorm.out`. */
export function forward(pass: Pass, group: Group): void {
  const { tape, shape, layout } = pass
  inputForward(pass, group.tokenCount)
  for (let depth = 0; depth < shape.blockCount; depth++) {
    const isLast = depth === shape.blockCount - 1
    const rowCount = isLast ? group.rowCount : group.tokenCount
    attention(pass, depth, group)
    attentionOutput(pass, depth, rowCount, rowCount < group.tokenCount)
    feedForward(pass, depth, rowCount, isLast ? tape.output : tape.blocks[depth + 1]!.input)
  }
  normForward(pass, layout.finalNorm, group.rowCount, tape.output, tape.finalNorm)
}

/** Adds the gradients of all weights, given those of the final vectors at `tape.rowGradients`. */
export function backward(pass: Pass, group: Group): void {
  const { tape, shape, layout } = pass
  const { rowGradients, stateGradients } = tape
  const { rowCount, tokenCount } = group
  normBackward(pass, layout.finalNorm, rowCount, tape.output, tape.finalNorm, rowGradients, stateGradients, 0)
  const last = shape.blockCount - 1
  const isOfRows = rowCount < tokenCount
  feedForwardBackward(pass, last, rowCount, stateGradients)
  attentionOutputBackward(pass, last, rowCount, isOfRows, stateGradients, tape.narrowToo)
  const gradient = isOfRows ? rowGradients : stateGradients
  if (isOfRows) {
    spreadRows(pass, group, tape.narrowToo, tape.narrow)
    spreadRows(pass, group, stateGradients, gradient)
  }
  attentionBackward(pass, last, group, isOfRows ? tape.narrow : tape.narrowToo, gradient)
  for (let depth = last - 1; depth >= 0; depth--) {
    feedForwardBackward(pass, depth, tokenCount, gradient)
    attentionOutputBackward(pass, depth, tokenCount, false, gradient, tape.narrowToo)
    attentionBackward(pass, depth, group, tape.narrowToo, gradient)
  }
  inputBackward(pass, tokenCount, gradient)
}

/** From the rows with a loss to all positions; zero elsewhere. */
function spreadRows({ kernels, floats, shape, tape }: Pass, group: Group, rows: Offset, to: Offset): void {
  floats.fill(0, to / 4, to / 4 + group.tokenCount * shape.dimension)
  kernels.scatterAddRows(group.rowCount, shape.dimension, rows, tape.lossRows, to)
}

function inputForward(pass: Pass, tokenCount: number): void {
  const { kernels, tape, shape, layout } = pass
  const { dimension } = shape
  const { input } = tape.blocks[0]!
  kernels.gatherRows(tokenCount, dimension, weightAt(pass, layout.items), tape.items, input, 0)
  kernels.gatherRows(tokenCount, dimension, weightAt(pass, layout.positions), tape.positions, input, 1)
  for (const [column, codes] of tape.contexts.entries())
    kernels.gatherRows(tokenCount, dimension, weightAt(pass, layout.contexts[column]!), codes, input, 1)
  drop(pass, { depth: 0, at: 'input' }, tokenCount * dimension, input)
}

function inputBackward(pass: Pass, tokenCount: number, gradient: Offset): void {
  const { kernels, tape, shape, layout } = pass
  const { dimension } = shape
  drop(pass, { depth: 0, at: 'input' }, tokenCount * dimension, gradient)
  kernels.scatterAddRows(tokenCount, dimension, gradient, tape.items, gradientAt(pass, layout.items))
  kernels.scatterAddRows(tokenCount, dimension, gradient, tape.positions, gradientAt(pass, layout.positions))
  for (const [column, codes] of tape.contexts.entries())
    kernels.scatterAddRows(tokenCount, dimension, gradient, codes, gradientAt(pass, layout.contexts[column]!))
}
