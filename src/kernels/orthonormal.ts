/**
 * Makes the columns of a tall matrix orthonormal, by threads: Cholesky's QR. The products of columns are summed chunk by
 * chunk in a fixed order, the small triangle is turned around in double precision by one thread, and every chunk of rows is
 * multiplied by it. Done twice, rounding is gone (Yamamoto et al., 2015). Columns that depend on others become zero.
 */

import { f32At } from './arena.ts'
import { type Crew, shareChunks } from './crew.ts'
import type { Kernels } from './kernels.ts'
import type { Offset } from './offset.ts'

/** Where a tall matrix lies, rows end to end; all threads have the same. */
export interface TallMatrix {
  readonly rowCount: number
  readonly width: number
  readonly at: Offset
  /** `tallScratchLength` numbers. */
  readonly scratch: Offset
}

export interface TallThread {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly workspace: Offset
}

const chunkRows = 2048
const chunkCountOf = (rowCount: number): number => Math.max(1, Math.ceil(rowCount / chunkRows))

/** Products by chunk, then the inverse of the triangle. */
export const tallScratchLength = (rowCount: number, width: number): number =>
  (chunkCountOf(rowCount) + 1) * width * width

/** What is left of a column, relative to what it was, when it is only rounding. */
const rankTolerance = 1e-6

/** `from` → `to`, which is another block of the same size. */
export function orthonormalise(crew: Crew, thread: TallThread, from: TallMatrix, to: Offset): void {
  const { rowCount, width, scratch } = from
  const { kernels, memory, workspace } = thread
  const chunkCount = chunkCountOf(rowCount)
  const square = width * width
  const inverse = scratch + 4 * chunkCount * square
  shareChunks(crew, chunkCount, chunk => {
    const count = Math.min(chunkRows, rowCount - chunk * chunkRows)
    const rows = from.at + 4 * chunk * chunkRows * width
    kernels.gemm(
      ...[width, width, count, rows, 1, width, rows, width, 1],
      ...([scratch + 4 * chunk * square, width, 0, workspace] as const),
    )
  })
  if (crew.index === 0) {
    const partials = f32At(memory, scratch).subarray(0, chunkCount * square)
    f32At(memory, inverse).set(inverseFactor(summed(partials, square), width))
  }
  crew.barrier()
  shareChunks(crew, chunkCount, chunk => {
    const count = Math.min(chunkRows, rowCount - chunk * chunkRows)
    const offset = 4 * chunk * chunkRows * width
    kernels.gemm(
      ...[count, width, width, from.at + offset, width, 1, inverse, width, 1],
      ...([to + offset, width, 0, workspace] as const),
    )
  })
}

function summed(partials: Float32Array, length: number): Float64Array {
  const sums = new Float64Array(length)
  for (let from = 0; from < partials.length; from += length)
    for (let at = 0; at < length; at++) sums[at]! += partials[from + at]!
  return sums
}

/** R⁻¹ with RᵀR = products, by rows; a column of zeros where the products have no further rank. */
export function inverseFactor(products: Float64Array, width: number): Float64Array {
  const lower = new Float64Array(width * width)
  const inverse = new Float64Array(width * width)
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < row; column++) {
      const pivot = lower[column * width + column]!
      const sum = products[row * width + column]! - rowProduct(lower, row * width, column * width, column)
      lower[row * width + column] = pivot > 0 ? sum / pivot : 0
    }
    const whole = products[row * width + row]!
    const square = whole - rowProduct(lower, row * width, row * width, row)
    if (square > rankTolerance * whole) invertRow(lower, inverse, row, width, Math.sqrt(square))
  }
  return transposedSquare(inverse, width)
}

/** Row of L⁻¹, as L grows. */
function invertRow(lower: Float64Array, inverse: Float64Array, row: number, width: number, pivot: number): void {
  const into = row * width
  lower[into + row] = pivot
  inverse[into + row] = 1
  for (let k = 0; k < row; k++) {
    const weight = lower[into + k]!
    if (weight === 0) continue
    for (let column = 0; column <= k; column++) inverse[into + column]! -= weight * inverse[k * width + column]!
  }
  for (let column = 0; column <= row; column++) inverse[into + column]! /= pivot
}

function rowProduct(a: Float64Array, one: number, other: number, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += a[one + k]! * a[other + k]!
  return sum
}

function transposedSquare(matrix: Float64Array, width: number): Float64Array {
  const result = new Float64Array(matrix.length)
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++) result[column * width + row] = matrix[row * width + column]!
  return result
}
