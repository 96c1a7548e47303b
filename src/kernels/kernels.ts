/**
 * The interface of all kernels, which the WebAssembly module (`assembly/`) and the plain TypeScript (`plain-kernels.ts`)
 * both have. Every `Offset` is a byte offset into the one shared memory; f32 and u32 arrays start at multiples of 4, best
 * at those of 64 that the arena gives. Sizes and strides count numbers, not bytes. Matrices are row-major. Kernels keep
 * nothing between calls, so any number of threads may call them on disjoint outputs.
 */

/** Byte offset into the memory. */
export type Offset = number
/** 0 or 1. */
export type Flag = number

export interface Kernels {
  /**
   * C (m × n) = A (m × k) · B (k × n), or C += A·B where `accumulate` is 1. Strides count numbers: a transposed operand has
   * its row stride 1. `workspace` holds `gemmWorkspaceBytes` and belongs to one thread.
   */
  gemm(
    m: number,
    n: number,
    k: number,
    a: Offset,
    aRowStride: number,
    aColumnStride: number,
    b: Offset,
    bRowStride: number,
    bColumnStride: number,
    c: Offset,
    cRowStride: number,
    accumulate: Flag,
    workspace: Offset,
  ): void

  /** out[i] = table[indices[i]], or out[i] += table[indices[i]]. Indices are u32, widths multiples of 4. */
  gatherRows(count: number, width: number, table: Offset, indices: Offset, out: Offset, accumulate: Flag): void
  /** table[indices[i]] += rows[i]; an index may occur again. Width a multiple of 4. */
  scatterAddRows(count: number, width: number, rows: Offset, indices: Offset, table: Offset): void
  /** out[i] = a[i] · b[i], one number a row. Width a multiple of 4. */
  rowDots(count: number, width: number, a: Offset, b: Offset, out: Offset): void
  /** y[i] += scales[i] · x[i], one scale a row. Width a multiple of 4. */
  addScaledRows(count: number, width: number, scales: Offset, x: Offset, y: Offset): void

  /** x · y */
  dot(count: number, x: Offset, y: Offset): number
  /** y += factor · x */
  axpy(count: number, factor: number, x: Offset, y: Offset): void
  /** x ← factor · x */
  scale(count: number, factor: number, x: Offset): void

  /** x ← e^(x - shift); returns the sum. Below e^-87 it is 0, above e^88 it stays there. */
  exponential(count: number, x: Offset, shift: number): number
  /** The highest number; -∞ of none. */
  highest(count: number, x: Offset): number
  /** Each row ← softmax(temperature · row). `rowStride` ≥ `width`. */
  softmaxRows(count: number, width: number, x: Offset, rowStride: number, temperature: number): void
}

/** What one thread's calls of `gemm` need as `workspace`. */
export const gemmWorkspaceBytes = 704 * 1024
