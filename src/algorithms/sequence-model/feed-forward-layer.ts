/**
 * The second half of a block, on each row by itself, and its way back:
 *
 *   out = x + dropout(dropout(GELU(Norm(x) W1 + b1)) W2 + b2)
 */

import type { Offset } from '../../kernels/kernels.ts'
import { addMatrixGradient, multiply, multiplyBack } from './linear.ts'
import { normBackward, normForward } from './norm-layer.ts'
import { drop, gradientAt, type Linear, type Pass, passedGradient, weightAt } from './pass.ts'

function linearsOf({ layout, shape }: Pass, depth: number): { readonly up: Linear; readonly down: Linear } {
  const block = layout.blocks[depth]!
  const { dimension, hiddenWidth } = shape
  return {
    up: { matrix: block.up, bias: block.upBias, inputCount: dimension, outputCount: hiddenWidth },
    down: { matrix: block.down, bias: block.downBias, inputCount: hiddenWidth, outputCount: dimension },
  }
}

/** From the block's `middle` to `out`. */
export function feedForward(pass: Pass, depth: number, rowCount: number, out: Offset): void {
  const { kernels, shape, layout } = pass
  const { dimension, hiddenWidth } = shape
  const { up, down } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  normForward(pass, layout.blocks[depth]!.forwardNorm, rowCount, tape.middle, tape.forwardNorm)
  multiply(pass, up, rowCount, tape.forwardNorm.out, tape.up)
  if (shape.activation === 'relu')
    kernels.biasRelu(rowCount, hiddenWidth, weightAt(pass, up.bias), tape.up, tape.hidden)
  else kernels.biasGelu(rowCount, hiddenWidth, weightAt(pass, up.bias), tape.up, tape.hidden)
  drop(pass, { depth, at: 'hidden' }, rowCount * hiddenWidth, tape.hidden)
  multiply(pass, down, rowCount, tape.hidden, out)
  kernels.addBias(rowCount, dimension, weightAt(pass, down.bias), out)
  drop(pass, { depth, at: 'output' }, rowCount * dimension, out)
  kernels.axpy(rowCount * dimension, 1, tape.middle, out)
}

/** `gradient` is of `out` and becomes that of `middle`. */
export function feedForwardBackward(pass: Pass, depth: number, rowCount: number, gradient: Offset): void {
  const { kernels, shape, layout } = pass
  const { dimension, hiddenWidth } = shape
  const { narrow, wide, wideToo } = pass.tape
  const { up, down } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  const outGradient = passedGradient(pass, { depth, at: 'output' }, rowCount * dimension, gradient, narrow)
  kernels.addColumnSums(rowCount, dimension, outGradient, gradientAt(pass, down.bias))
  addMatrixGradient(pass, down, rowCount, tape.hidden, outGradient)
  multiplyBack(pass, down, rowCount, outGradient, wide)
  drop(pass, { depth, at: 'hidden' }, rowCount * hiddenWidth, wide)
  const biasGradient = gradientAt(pass, up.bias)
  // What was dropped is 0 in `hidden` and in its gradient, so ReLU needs no other record of its sign.
  if (shape.activation === 'relu')
    kernels.biasReluBackward(rowCount, hiddenWidth, tape.hidden, wide, wideToo, biasGradient)
  else kernels.biasGeluBackward(rowCount, hiddenWidth, tape.up, wide, wideToo, biasGradient)
  addMatrixGradient(pass, up, rowCount, tape.forwardNorm.out, wideToo)
  multiplyBack(pass, up, rowCount, wideToo, narrow)
  normBackward(pass, layout.blocks[depth]!.forwardNorm, rowCount, tape.middle, tape.forwardNorm, narrow, gradient, 1)
}
