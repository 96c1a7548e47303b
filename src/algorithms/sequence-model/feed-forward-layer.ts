/**
 * The second half of a block, on each row by itself, and its way back:
 *
 *   out = x + dropout(dropout(GELU(Norm(x) W1 + b1)) W2 + b2)
 *
 * or with ReLU, or with columns of W1 in two halves and Swish(the first) · the second (Shazeer, 2020) in place of GELU.
 */

import { finishing } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import { upWidthOf } from './layout.ts'
import { addGradients, addMatrixGradient, multiply, multiplyBack, multiplyUnbiased } from './linear.ts'
import { normBackward, normForward } from './norm-layer.ts'
import { drop, gradientAt, type Linear, type Pass, passedGradient, weightAt } from './pass.ts'

function linearsOf({ layout, shape, packed }: Pass, depth: number): { readonly up: Linear; readonly down: Linear } {
  const block = layout.blocks[depth]!
  const { up, down } = packed[depth]!
  const { dimension, hiddenWidth } = shape
  return {
    up: { matrix: block.up, bias: block.upBias, packed: up, inputCount: dimension, outputCount: upWidthOf(shape) },
    down: { matrix: block.down, bias: block.downBias, packed: down, inputCount: hiddenWidth, outputCount: dimension },
  }
}

/** From the block's `middle` to `out`. */
export function feedForward(pass: Pass, depth: number, rowCount: number, out: Offset): void {
  const { kernels, shape, layout } = pass
  const { dimension, hiddenWidth } = shape
  const { up, down } = linearsOf(pass, depth)
  const tape = pass.tape.blocks[depth]!
  normForward(pass, layout.blocks[depth]!.forwardNorm, rowCount, tape.middle, tape.forwardNorm)
  activate(pass, depth, rowCount, up)
  drop(pass, { depth, at: 'hidden' }, rowCount * hiddenWidth, tape.hidden)
  if (pass.dropout === 0) {
    multiply(pass, down, rowCount, tape.hidden, out, finishing.add, tape.middle)
    return
  }
  multiply(pass, down, rowCount, tape.hidden, out)
  drop(pass, { depth, at: 'output' }, rowCount * dimension, out)
  kernels.axpy(rowCount * dimension, 1, tape.middle, out)
}

/** `gradient` is of `out` and becomes that of `middle`. */
export function feedForwardBackward(pass: Pass, depth: number, rowCount: number, gradient: Offset): void {
  const { shape, layout } = pass
  const { dimension } = shape
  const { narrow, wideToo } = pass.tape
  const linears = linearsOf(pass, depth)
  const { up, down } = linears
  const tape = pass.tape.blocks[depth]!
  const outGradient = passedGradient(pass, { depth, at: 'output' }, rowCount * dimension, gradient, narrow)
  addGradients(pass, down, rowCount, tape.hidden, outGradient)
  activateBackward(pass, depth, rowCount, linears, outGradient)
  multiplyBack(pass, up, rowCount, wideToo, narrow)
  normBackward(pass, layout.blocks[depth]!.forwardNorm, rowCount, tape.middle, tape.forwardNorm, narrow, gradient, 1)
}

/** From the norm to `hidden`. */
function activate(pass: Pass, depth: number, rowCount: number, up: Linear): void {
  const { kernels, shape } = pass
  const { hiddenWidth, activation } = shape
  const tape = pass.tape.blocks[depth]!
  const { out } = tape.forwardNorm
  if (activation === 'relu') multiply(pass, up, rowCount, out, tape.hidden, finishing.relu)
  else if (activation === 'swish-gate') {
    multiply(pass, up, rowCount, out, tape.up)
    kernels.swishGate(rowCount, hiddenWidth, tape.up, tape.hidden)
  } else {
    multiplyUnbiased(pass, up, rowCount, out, tape.up)
    kernels.biasGelu(rowCount, hiddenWidth, weightAt(pass, up.bias), tape.up, tape.hidden)
  }
}

/** From the gradient of what goes down to that of what came up, at `wideToo`, and of the weights of `up`. */
function activateBackward(
  pass: Pass,
  depth: number,
  rowCount: number,
  { up, down }: ReturnType<typeof linearsOf>,
  outGradient: Offset,
): void {
  const { kernels, shape } = pass
  const { hiddenWidth, activation } = shape
  const { wide, wideToo } = pass.tape
  const tape = pass.tape.blocks[depth]!
  const { out } = tape.forwardNorm
  if (activation === 'relu') {
    // What was dropped is 0 in `hidden` and in its gradient, so ReLU needs no other record of its sign.
    multiplyBack(pass, down, rowCount, outGradient, wideToo, finishing.gate, tape.hidden)
    drop(pass, { depth, at: 'hidden' }, rowCount * hiddenWidth, wideToo)
    addGradients(pass, up, rowCount, out, wideToo)
    return
  }
  multiplyBack(pass, down, rowCount, outGradient, wide)
  drop(pass, { depth, at: 'hidden' }, rowCount * hiddenWidth, wide)
  if (activation === 'swish-gate') {
    kernels.swishGateBackward(rowCount, hiddenWidth, tape.up, wide, wideToo)
    addGradients(pass, up, rowCount, out, wideToo)
  } else {
    kernels.biasGeluBackward(rowCount, hiddenWidth, tape.up, wide, wideToo, gradientAt(pass, up.bias))
    addMatrixGradient(pass, up, rowCount, out, wideToo)
  }
}
