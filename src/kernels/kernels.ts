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
}

/** What one thread's calls of `gemm` need as `workspace`. */
export const gemmWorkspaceBytes = 704 * 1024
