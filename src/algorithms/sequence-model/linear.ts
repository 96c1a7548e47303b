/**
 * Products of rows with a matrix, and their gradients. Biases are left to the kernels that come next, which add them on
 * the way.
 *
 *   y = x W        dW += xᵀ dy        dx = dy Wᵀ
 */

import type { Offset } from '../../kernels/kernels.ts'
import { gradientAt, type Linear, type Pass, weightAt } from './pass.ts'

/** `to` (rows × outputs) = `from` (rows × inputs) · W */
export function multiply(pass: Pass, linear: Linear, rowCount: number, from: Offset, to: Offset): void {
  const { inputCount, outputCount } = linear
  const matrix = weightAt(pass, linear.matrix)
  pass.kernels.gemm(
    rowCount,
    outputCount,
    inputCount,
    from,
    inputCount,
    1,
    matrix,
    outputCount,
    1,
    to,
    outputCount,
    0,
    pass.workspace,
  )
}

/** dW += xᵀ dy, with x (rows × inputs) at `from` and dy (rows × outputs) at `gradient`. */
export function addMatrixGradient(pass: Pass, linear: Linear, rowCount: number, from: Offset, gradient: Offset): void {
  const { inputCount, outputCount } = linear
  const into = gradientAt(pass, linear.matrix)
  pass.kernels.gemm(
    inputCount,
    outputCount,
    rowCount,
    from,
    1,
    inputCount,
    gradient,
    outputCount,
    1,
    into,
    outputCount,
    1,
    pass.workspace,
  )
}

/** `to` (rows × inputs) = dy Wᵀ, with dy (rows × outputs) at `gradient`. */
export function multiplyBack(pass: Pass, linear: Linear, rowCount: number, gradient: Offset, to: Offset): void {
  const { inputCount, outputCount } = linear
  const matrix = weightAt(pass, linear.matrix)
  pass.kernels.gemm(
    rowCount,
    inputCount,
    outputCount,
    gradient,
    outputCount,
    1,
    matrix,
    1,
    outputCount,
    to,
    inputCount,
    0,
    pass.workspace,
  )
}
