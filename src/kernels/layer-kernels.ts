/**
 * The kernels of a layer that work on each row by itself, between products of matrices: norms, biases, activations and
 * dropout, each with its way back. Part of the interface in `kernels.ts`, which says what holds for all of them.
 */

import type { Flag, Offset } from './offset.ts'

export interface LayerKernels {
  /**
   * out = gains · (x - mean) / √(variance + 1e-5) + shifts, row by row. `means` and `scales` (1/√) get one number a row, for
   * the way back. Width a multiple of 4; `out` may be `x`, but the way back wants `x`.
   */
  layerNorm(
    count: number,
    width: number,
    x: Offset,
    gains: Offset,
    shifts: Offset,
    out: Offset,
    means: Offset,
    scales: Offset,
  ): void
  /** xGradient = or += (`accumulate`); gainsGradient += and shiftsGradient += always. */
  layerNormBackward(
    count: number,
    width: number,
    x: Offset,
    gains: Offset,
    means: Offset,
    scales: Offset,
    outGradient: Offset,
    xGradient: Offset,
    accumulate: Flag,
    gainsGradient: Offset,
    shiftsGradient: Offset,
  ): void

  /** Each row of x += bias. Width a multiple of 4. */
  addBias(count: number, width: number, bias: Offset, x: Offset): void
  /** sums += each row of x: the gradient of a bias. Width a multiple of 4. */
  addColumnSums(count: number, width: number, x: Offset, sums: Offset): void
  /** x ← x + bias, kept for the way back; out = GELU(x), the tanh form. `out` is not `x`. Width a multiple of 4. */
  biasGelu(count: number, width: number, bias: Offset, x: Offset, out: Offset): void
  /** xGradient = outGradient · GELU′(x); biasGradient += its column sums. `xGradient` is not `outGradient`. */
  biasGeluBackward(
    count: number,
    width: number,
    x: Offset,
    outGradient: Offset,
    xGradient: Offset,
    biasGradient: Offset,
  ): void
  /**
   * Rows of x are gates, then as many values: out = gates · σ(gates) · values. `width` is of `out`, half of x, and a multiple
   * of 4. `out` is not `x`.
   */
  swishGate(count: number, width: number, x: Offset, out: Offset): void
  /** xGradient, in rows like those of x, from outGradient; it is neither of the others. */
  swishGateBackward(count: number, width: number, x: Offset, outGradient: Offset, xGradient: Offset): void
  /**
   * out[i] = x[i] / (1 - rate) or, with probability `rate`, 0, chosen by hash(i, seed): the way back is the same call on the
   * gradient. `out` may be `x`. Seeds are u32 and differ between layers, steps and threads.
   */
  dropout(count: number, rate: number, seed: number, x: Offset, out: Offset): void
}
