/**
 * The interface of all kernels, which the WebAssembly module (`assembly/`) and the plain TypeScript (`plain-kernels.ts`)
 * both have. Every `Offset` is a byte offset into the one shared memory; f32 and u32 arrays start at multiples of 4, best
 * at those of 64 that the arena gives. Sizes and strides count numbers, not bytes. Matrices are row-major. Kernels keep
 * nothing between calls, so any number of threads may call them on disjoint outputs.
 */

import type { LayerKernels } from './layer-kernels.ts'
import type { Flag, Offset } from './offset.ts'

export interface Kernels extends LayerKernels {
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

  /** B (k × n, any strides) as `multiplyPacked` takes it: `packedBytes(k, n)` at `to`, for this build of the kernels alone. */
  packMatrix(k: number, n: number, b: Offset, bRowStride: number, bColumnStride: number, to: Offset): void
  /**
   * C (m × n) = A (m × k, by rows) · B + bias, where `packed` is B of `packMatrix` and `bias` may be 0 for none; then what
   * `finish` says (`finishing`): nothing, + `other`, which lies like C and may be C; ReLU; or 0 where `other` is not above 0.
   * `workspace` as for `gemm`. The same sums as those of `gemm`.
   */
  multiplyPacked(
    m: number,
    n: number,
    k: number,
    a: Offset,
    aRowStride: number,
    packed: Offset,
    bias: Offset,
    finish: number,
    other: Offset,
    c: Offset,
    cRowStride: number,
    workspace: Offset,
  ): void
  /**
   * C (m × n) += Aᵀ·B of k rows each, and sums (n) += the rows of B unless `sums` is 0: the gradients of a layer's matrix and
   * bias. `workspace` as for `gemm`.
   */
  addColumnProducts(
    k: number,
    m: number,
    n: number,
    a: Offset,
    aRowStride: number,
    b: Offset,
    bRowStride: number,
    c: Offset,
    cRowStride: number,
    sums: Offset,
    workspace: Offset,
  ): void

  /** out[i] = table[indices[i]], or out[i] += table[indices[i]]. Indices are u32, widths multiples of 4. */
  gatherRows(count: number, width: number, table: Offset, indices: Offset, out: Offset, accumulate: Flag): void
  /** table[indices[i]] += rows[i]; an index may occur again. Width a multiple of 4. */
  scatterAddRows(count: number, width: number, rows: Offset, indices: Offset, table: Offset): void
  /** out[i] = a[i] · b[i], one number a row. Width a multiple of 4. */
  rowDots(count: number, width: number, a: Offset, b: Offset, out: Offset): void
  /** out[i] = table[indices[i]] · x. Indices are u32, width a multiple of 4. */
  gatherDots(count: number, width: number, table: Offset, indices: Offset, x: Offset, out: Offset): void
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
  /** The sum of e^(x - shift) alone, to 4e-6 of it, where no x is above shift by 80; `x` stays as it is. */
  exponentialSum(count: number, x: Offset, shift: number): number
  /** The highest number; -∞ of none. */
  highest(count: number, x: Offset): number
  /** Each row ← softmax(temperature · row). `rowStride` ≥ `width`. */
  softmaxRows(count: number, width: number, x: Offset, rowStride: number, temperature: number): void
  /** Each row ← (row - mean) / standard deviation; a row without spread ← 0. */
  standardiseRows(count: number, width: number, x: Offset, rowStride: number): void

  /**
   * Causal attention within each sequence of tokens that lie end to end; sequence s is tokens offsets[s] to offsets[s + 1]
   * (u32). q, k and v have a row per token at `rowStride`, heads side by side, so one matrix of 3 · width numbers a row can
   * hold all three. For token i and head h: shares = softmax over j ≤ i of factor · q_i·k_j + biases[h][biasLength-1-(i-j)],
   * out_i = Σ shares_j v_j. `biases` (one number per head and distance, farthest first) may be 0 for none; else biasLength
   * is at least the longest sequence and 64 readable bytes follow. `logSums` (tokens × heads) is for the way back.
   * `headWidth` is a multiple of 8. `workspace`: `attentionWorkspaceBytes`, per thread. A thread takes some sequences by
   * moving `offsets` and reducing `sequenceCount`.
   */
  attention(
    sequenceCount: number,
    offsets: Offset,
    headCount: number,
    headWidth: number,
    rowStride: number,
    q: Offset,
    k: Offset,
    v: Offset,
    factor: number,
    biases: Offset,
    biasLength: number,
    outStride: number,
    out: Offset,
    logSums: Offset,
    workspace: Offset,
  ): void
  /** q, k and v gradients (at `rowStride`) = and biasesGradient +=, from outGradient (at `outStride`). */
  attentionBackward(
    sequenceCount: number,
    offsets: Offset,
    headCount: number,
    headWidth: number,
    rowStride: number,
    q: Offset,
    k: Offset,
    v: Offset,
    factor: number,
    biases: Offset,
    biasLength: number,
    outStride: number,
    out: Offset,
    logSums: Offset,
    outGradient: Offset,
    qGradient: Offset,
    kGradient: Offset,
    vGradient: Offset,
    biasesGradient: Offset,
    workspace: Offset,
  ): void

  /**
   * Softmax cross entropy over all classes. Logits ← gradientScale · (softmax - 1 at the target); returns the sum of the
   * losses (not scaled). `targets` are u32. `rowStride` ≥ `width`.
   */
  crossEntropyRows(
    count: number,
    width: number,
    logits: Offset,
    rowStride: number,
    targets: Offset,
    gradientScale: number,
  ): number
  /**
   * Softmax cross entropy of a target against `width` sampled candidates (u32 classes, the same for all rows). Corrections
   * are the log frequencies with which classes are sampled; they are taken off the logits. A candidate that is the row's
   * target is left out. Logits and target logits ← gradientScale · gradient; returns the sum of the losses (not scaled).
   */
  sampledCrossEntropyRows(
    count: number,
    width: number,
    logits: Offset,
    rowStride: number,
    candidates: Offset,
    corrections: Offset,
    targets: Offset,
    targetLogits: Offset,
    targetCorrections: Offset,
    gradientScale: number,
  ): number

  /**
   * Rows as 4-bit codes, place i holding row order[i] (u32), sixteen places together: `half-byte-codes.ts` has the layout. Width
   * is a multiple of 4; `codes` holds places · width / 2 bytes, `spans` and `order` one u32 a place, up to a multiple of 16.
   */
  codeRows(count: number, width: number, table: Offset, order: Offset, codes: Offset, spans: Offset): void
  /**
   * Of the places `from` up to `to`, multiples of 16, the rows with the greatest products with a query that `layQuery` laid out:
   * what is likely to be among the `wanted` greatest is computed and put into `heap`, what its codes do not rule out is left
   * in `candidates`, after the `found` that are there. Both hold pairs of 8 bytes: product (f32) and row, row and bound
   * (f32). Products below `floor` may be left out. `allowed`: a bit set of rows (u32), or 0; `order` is 2^32 - 1 beyond the last
   * row. Returns how many candidates there are. `RowSearch` (`nearest-rows.ts`) makes an exact search of it.
   */
  screenRows(
    from: number,
    to: number,
    width: number,
    codes: Offset,
    spans: Offset,
    order: Offset,
    table: Offset,
    query: Offset,
    allowed: Offset,
    floor: number,
    wanted: number,
    heap: Offset,
    candidates: Offset,
    found: number,
  ): number
  /** Puts those candidates into the heap that belong there; returns how many had to be computed for it. */
  rescoreRows(
    found: number,
    width: number,
    table: Offset,
    query: Offset,
    floor: number,
    wanted: number,
    heap: Offset,
    candidates: Offset,
  ): number

  /** Row i ≈ scales[i] · (codes[i] - 64), codes from 1 to 127 (u8), no number off by more than half a scale. */
  quantiseRows(count: number, width: number, rows: Offset, codes: Offset, scales: Offset): void
  /**
   * Scores of rows from codes as `quantiseRows` makes them: scores += scales · factor · (codes - 64)·query (i8 without -128), slacks = or +=
   * (`accumulate`) scales · margin. Width is a multiple of 16; `scales`, `scores` and `slacks` hold three more than rows.
   */
  addCodeProducts(
    count: number,
    width: number,
    codes: Offset,
    scales: Offset,
    query: Offset,
    factor: number,
    margin: number,
    scores: Offset,
    slacks: Offset,
    accumulate: Flag,
  ): void
  /** The same for the rows of a list (u32): scores and slacks by place in the list, whose last group of four is read whole. */
  addListedCodeProducts(
    count: number,
    width: number,
    list: Offset,
    codes: Offset,
    scales: Offset,
    query: Offset,
    factor: number,
    margin: number,
    scores: Offset,
    slacks: Offset,
    accumulate: Flag,
  ): void
  /** The first row from `from` on with scores + slacks ≥ floor; `count` where there is none. */
  firstAbove(from: number, count: number, scores: Offset, slacks: Offset, floor: number): number

  /**
   * One step of AdamW over `count` numbers, a multiple of 4. Corrections are 1 - beta^step; gradients count times
   * `gradientScale` (for means and clipping).
   */
  adam(
    count: number,
    weights: Offset,
    gradients: Offset,
    firstMoments: Offset,
    secondMoments: Offset,
    learningRate: number,
    beta1: number,
    beta2: number,
    firstCorrection: number,
    secondCorrection: number,
    epsilon: number,
    weightDecay: number,
    gradientScale: number,
  ): void
  /** The same for rows of a table: row `rows[i]` (u32, distinct) gets row i of `gradients`; other rows stay as they are. */
  adamRows(
    count: number,
    width: number,
    rows: Offset,
    weights: Offset,
    gradients: Offset,
    firstMoments: Offset,
    secondMoments: Offset,
    learningRate: number,
    beta1: number,
    beta2: number,
    firstCorrection: number,
    secondCorrection: number,
    epsilon: number,
    weightDecay: number,
    gradientScale: number,
  ): void

  /**
   * out[row] = Σ values · table[columns], for rows `from` up to `to` of sparse rows: offsets (u32, one more than there are
   * rows) into columns (u32) and values (f32). `offsets` and `out` are those of row 0. Width a multiple of 4.
   */
  sparseTimesTable(
    from: number,
    to: number,
    width: number,
    offsets: Offset,
    columns: Offset,
    values: Offset,
    table: Offset,
    out: Offset,
  ): void
  /**
   * Rows `from` up to `to` of XᵀX are added to `out`, each up to its diagonal. X is given twice, by row with ascending
   * columns and by column (`itemOffsets` into `itemRows` and `itemValues`).
   */
  sparseGram(
    from: number,
    to: number,
    offsets: Offset,
    columns: Offset,
    values: Offset,
    itemOffsets: Offset,
    itemRows: Offset,
    itemValues: Offset,
    out: Offset,
    outStride: number,
  ): void
  /**
   * One side of alternating least squares, rows `from` up to `to`: x[row] moves `stepCount` steps of conjugate gradients
   * towards the solution of (gram + ridges[row] · I + Σ w·y·yᵀ) x = Σ w·y, over the row's columns of `table` with their
   * weights. A row without columns becomes 0. Width a multiple of 4; `workspace`: `leastSquaresWorkspaceBytes`,
   * per thread.
   */
  leastSquaresRows(
    from: number,
    to: number,
    width: number,
    offsets: Offset,
    columns: Offset,
    weights: Offset,
    table: Offset,
    gram: Offset,
    ridges: Offset,
    stepCount: number,
    x: Offset,
    workspace: Offset,
  ): void
}

/** What one thread's calls of `gemm` need as `workspace`. */
export const gemmWorkspaceBytes = 704 * 1024

/** What one thread's calls of `leastSquaresRows` need: three vectors, and two scratches with weights. */
export const leastSquaresWorkspaceBytes = (width: number): number => 12 * width + 2 * 320 + 32

/** What becomes of the sums of `multiplyPacked`. */
export const finishing = { none: 0, add: 1, relu: 2, gate: 3 } as const

/** What `packMatrix` writes: columns are filled up to a multiple of 16. */
export const packedBytes = (k: number, n: number): number => 4 * k * 16 * Math.ceil(n / 16)

/** What one thread's calls of `attention` and `attentionBackward` need for sequences of up to `lengthMax`. */
export function attentionWorkspaceBytes(lengthMax: number, headWidth: number): number {
  const length = lengthMax + 8
  return 4 * (5 * length * headWidth + 2 * length * length + 8 * Math.max(headWidth, length)) + 1024
}
