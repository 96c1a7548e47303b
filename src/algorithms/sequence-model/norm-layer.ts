/** Layer norms, whose gains and then shifts lie at one place of the flat vectors. */

import type { Offset } from '../../kernels/offset.ts'
import { gradientAt, type Pass, weightAt } from './pass.ts'
import type { Norm } from './tape.ts'

export function normForward(pass: Pass, place: number, rowCount: number, x: Offset, norm: Norm): void {
  const { dimension } = pass.shape
  const [gains, shifts] = [weightAt(pass, place), weightAt(pass, place + dimension)]
  pass.kernels.layerNorm(rowCount, dimension, x, gains, shifts, norm.out, norm.means, norm.scales)
}

/** Adds to `xGradient` if `accumulate` is 1, else overwrites it. */
export function normBackward(
  pass: Pass,
  place: number,
  rowCount: number,
  x: Offset,
  norm: Norm,
  outGradient: Offset,
  xGradient: Offset,
  accumulate: 0 | 1,
): void {
  const { kernels, shape } = pass
  const { dimension } = shape
  const gains = weightAt(pass, place)
  const [gainGradients, shiftGradients] = [gradientAt(pass, place), gradientAt(pass, place + dimension)]
  const { means, scales } = norm
  kernels.layerNormBackward(
    rowCount,
    dimension,
    x,
    gains,
    means,
    scales,
    outGradient,
    xGradient,
    accumulate,
    gainGradients,
    shiftGradients,
  )
}
