/**
 * Products of rows with a matrix, and their gradients. What is added to the sums or bends them comes along while they are in
 * registers: see `multiplyPacked` for what `finish` and `other` say.
 *
 *   y = x W + b        dW += xᵀ dy, db += Σ dy        dx = dy Wᵀ
 */

import { finishing } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import { gradientAt, type Linear, type Pass, weightAt } from './pass.ts'

/** `to` (rows × outputs) = `from` (rows × inputs) · W + b */
export function multiply(
  pass: Pass,
  linear: Linear,
  rowCount: number,
  from: Offset,
  to: Offset,
  finish: number = finishing.none,
  other: Offset = 0,
): void {
  multiplyRows(pass, rowCount, forwards(linear), from, to, { bias: weightAt(pass, linear.bias), finish, other })
}

/** The same without b, for a kernel that comes next and adds it on the way. */
export function multiplyUnbiased(pass: Pass, linear: Linear, rowCount: number, from: Offset, to: Offset): void {
  multiplyRows(pass, rowCount, forwards(linear), from, to, unfinished)
}

/** dW += xᵀ dy and db += Σ dy, with x (rows × inputs) at `from` and dy (rows × outputs) at `gradient`. */
export function addGradients(pass: Pass, linear: Linear, rowCount: number, from: Offset, gradient: Offset): void {
  addMatrixGradient(pass, linear, rowCount, from, gradient, gradientAt(pass, linear.bias))
}

/** Without db if `biasGradient` is 0. */
export function addMatrixGradient(
  pass: Pass,
  { inputCount, outputCount, matrix }: Linear,
  rowCount: number,
  from: Offset,
  gradient: Offset,
  biasGradient: Offset = 0,
): void {
  pass.kernels.addColumnProducts(
    rowCount,
    inputCount,
    outputCount,
    from,
    inputCount,
    gradient,
    outputCount,
    gradientAt(pass, matrix),
    outputCount,
    biasGradient,
    pass.workspace,
  )
}

/** `to` (rows × inputs) = dy Wᵀ, with dy (rows × outputs) at `gradient`. */
export function multiplyBack(
  pass: Pass,
  { inputCount, outputCount, packed }: Linear,
  rowCount: number,
  gradient: Offset,
  to: Offset,
  finish: number = finishing.none,
  other: Offset = 0,
): void {
  const backwards = { width: outputCount, newWidth: inputCount, packed: packed.back }
  multiplyRows(pass, rowCount, backwards, gradient, to, { bias: 0, finish, other })
}

/** A packed matrix that takes rows of one width to rows of another. */
interface Direction {
  readonly width: number
  readonly newWidth: number
  readonly packed: Offset
}

/** What happens to sums before they are stored; 0 stands for none. */
interface Ending {
  readonly bias: Offset
  readonly finish: number
  readonly other: Offset
}

const unfinished: Ending = { bias: 0, finish: finishing.none, other: 0 }

const forwards = ({ inputCount, outputCount, packed }: Linear): Direction => ({
  width: inputCount,
  newWidth: outputCount,
  packed: packed.forward,
})

function multiplyRows(
  { kernels, workspace }: Pass,
  rowCount: number,
  { width, newWidth, packed }: Direction,
  from: Offset,
  to: Offset,
  { bias, finish, other }: Ending,
): void {
  kernels.multiplyPacked(rowCount, newWidth, width, from, width, packed, bias, finish, other, to, newWidth, workspace)
}
