/**
 * Systems of equations with a dense, symmetric, positive definite matrix of thousands of rows: A = L·Lᵀ, block by block, so
 * that nearly all of the n³/3 operations are products by `gemm`; then A⁻¹·B or A⁻¹, strip of columns by strip. Signs are
 * arranged so that sums are only ever added to: the inverses of the diagonal blocks are kept negated.
 *
 * Threads share the rows of a step and the strips of a solution. Each number is computed in the same way whoever does it:
 * the thread count changes no bit. Right-looking, as in Golub and Van Loan, 4.2.
 */

import { f32At } from './arena.ts'
import { type Crew, shareChunks } from './crew.ts'
import type { Kernels } from './kernels.ts'
import type { Offset } from './offset.ts'
import { blockSize, factoriseBlock } from './triangular-block.ts'

/** Where a system lies; all threads have the same. */
export interface DenseEquations {
  readonly size: number
  /** Numbers between rows of `matrix` and of `rightSide`, at least `size`. */
  readonly stride: number
  /** Lower triangle of A; becomes L. What lies above the diagonal is neither read nor kept. */
  readonly matrix: Offset
  /** `equationScratchLength(size)` numbers. */
  readonly scratch: Offset
}

/** What one thread needs: `gemmWorkspaceBytes` and a strip. */
export interface EquationThread {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly workspace: Offset
  /** `stripLength` numbers. */
  readonly strip: Offset
}

const stripWidth = 256
export const stripLength: number = blockSize * stripWidth
/** Rows that a thread updates at a time. */
const chunkRows = 256

const blockCountOf = (size: number): number => Math.ceil(size / blockSize)
/** Negated inverses of the diagonal blocks, then a panel. */
export const equationScratchLength = (size: number): number =>
  blockCountOf(size) * blockSize * blockSize + size * blockSize

/** A whole number of cache lines, and never such that rows fall on the same ones. */
export function strideOf(size: number): number {
  const stride = Math.ceil(size / 16) * 16
  return stride % 256 === 0 ? stride + 16 : stride
}

/** Lower triangle of A → L. */
export function factorise(crew: Crew, thread: EquationThread, equations: DenseEquations): void {
  const { size, stride, matrix, scratch } = equations
  const numbers = f32At(thread.memory, matrix)
  const inverses = f32At(thread.memory, scratch)
  for (let from = 0; from < size; from += blockSize) {
    const width = Math.min(blockSize, size - from)
    const block = (from / blockSize) * blockSize * blockSize
    if (crew.index === 0) factoriseBlock(width, numbers, from * stride + from, stride, inverses, block)
    crew.barrier()
    const below = from + width
    const chunkCount = Math.ceil((size - below) / chunkRows)
    shareChunks(crew, chunkCount, chunk => divideRows(thread, equations, from, below + chunk * chunkRows))
    // The last rows are the longest: first come, first served.
    shareChunks(crew, chunkCount, chunk =>
      subtractProducts(thread, equations, from, below + (chunkCount - 1 - chunk) * chunkRows),
    )
  }
}

const panelOf = ({ size, scratch }: DenseEquations): Offset => scratch + 4 * blockCountOf(size) * blockSize * blockSize

/** Rows of A below a diagonal block, times L⁻ᵀ of the block; the panel keeps them negated. */
function divideRows(thread: EquationThread, equations: DenseEquations, from: number, firstRow: number): void {
  const { size, stride, matrix, scratch } = equations
  const count = Math.min(chunkRows, size - firstRow)
  const rows = matrix + 4 * (firstRow * stride + from)
  const inverse = scratch + 4 * (from / blockSize) * blockSize * blockSize
  const panel = panelOf(equations) + 4 * firstRow * blockSize
  thread.kernels.gemm(
    ...[count, blockSize, blockSize, rows, stride, 1, inverse, 1, blockSize],
    ...([panel, blockSize, 0, thread.workspace] as const),
  )
  const negated = new Float32Array(thread.memory.buffer, panel, count * blockSize)
  const numbers = new Float32Array(thread.memory.buffer, rows, (count - 1) * stride + blockSize)
  for (let row = 0; row < count; row++)
    for (let column = 0; column < blockSize; column++)
      numbers[row * stride + column] = -negated[row * blockSize + column]!
}

/** What remains of A, less the product of the panel with itself; from its first column to the diagonal. */
function subtractProducts(thread: EquationThread, equations: DenseEquations, from: number, firstRow: number): void {
  const { size, stride, matrix } = equations
  const below = from + blockSize
  const count = Math.min(chunkRows, size - firstRow)
  thread.kernels.gemm(
    ...[count, firstRow + count - below, blockSize, panelOf(equations) + 4 * firstRow * blockSize, blockSize, 1],
    ...[matrix + 4 * (below * stride + from), 1, stride],
    ...([matrix + 4 * (firstRow * stride + below), stride, 1, thread.workspace] as const),
  )
}

/** Columns of B → A⁻¹·B, in place; `factorise` comes before. */
export function solve(
  crew: Crew,
  thread: EquationThread,
  equations: DenseEquations,
  rightSide: Offset,
  columnCount: number,
): void {
  shareChunks(crew, Math.ceil(columnCount / stripWidth), chunk => {
    const column = chunk * stripWidth
    const width = Math.min(stripWidth, columnCount - column)
    solveStrip(thread, equations, { at: rightSide + 4 * column, width, firstBlock: 0 })
  })
}

/** The lower triangle of A⁻¹; numbers above the diagonal are not to be read. */
export function invert(crew: Crew, thread: EquationThread, equations: DenseEquations, inverse: Offset): void {
  const { size, stride } = equations
  const numbers = f32At(thread.memory, inverse)
  shareChunks(crew, Math.ceil(size / stripWidth), chunk => {
    const column = chunk * stripWidth
    const width = Math.min(stripWidth, size - column)
    for (let row = column; row < size; row++) numbers.fill(0, row * stride + column, row * stride + column + width)
    for (let at = column; at < column + width; at++) numbers[at * stride + at] = 1
    solveStrip(thread, equations, { at: inverse + 4 * column, width, firstBlock: column / blockSize })
  })
}

/** Columns of a right side; what lies above `firstBlock` is zero before the way down and not wanted after the way up. */
interface Strip {
  readonly at: Offset
  readonly width: number
  readonly firstBlock: number
}

function solveStrip(thread: EquationThread, equations: DenseEquations, strip: Strip): void {
  const blockCount = blockCountOf(equations.size)
  // Down: y ← -L⁻¹·b
  for (let block = strip.firstBlock; block < blockCount; block++) {
    addKnown(thread, equations, strip, block, strip.firstBlock * blockSize, block * blockSize, false)
    divideBlock(thread, equations, strip, block, false)
  }
  // Up: x ← -L⁻ᵀ·y
  for (let block = blockCount - 1; block >= strip.firstBlock; block--) {
    addKnown(thread, equations, strip, block, Math.min(equations.size, (block + 1) * blockSize), equations.size, true)
    divideBlock(thread, equations, strip, block, true)
  }
}

/** Rows of one block += L (or Lᵀ) times the rows from `from` up to `to`, which are known. */
function addKnown(
  { kernels, workspace }: EquationThread,
  { size, stride, matrix }: DenseEquations,
  { at, width }: Strip,
  block: number,
  from: number,
  to: number,
  isTransposed: boolean,
): void {
  if (to <= from) return
  const row = block * blockSize
  const factor = matrix + 4 * (isTransposed ? from * stride + row : row * stride + from)
  kernels.gemm(
    ...[Math.min(blockSize, size - row), width, to - from],
    ...[factor, isTransposed ? 1 : stride, isTransposed ? stride : 1],
    ...[at + 4 * from * stride, stride, 1],
    ...([at + 4 * row * stride, stride, 1, workspace] as const),
  )
}

function divideBlock(
  { kernels, memory, workspace, strip: scratch }: EquationThread,
  { size, stride, scratch: inverses }: DenseEquations,
  { at, width }: Strip,
  block: number,
  isTransposed: boolean,
): void {
  const row = block * blockSize
  const count = Math.min(blockSize, size - row)
  kernels.gemm(
    ...[count, width, count],
    ...[inverses + 4 * block * blockSize * blockSize, isTransposed ? 1 : blockSize, isTransposed ? blockSize : 1],
    ...[at + 4 * row * stride, stride, 1],
    ...([scratch, width, 0, workspace] as const),
  )
  const numbers = f32At(memory, at)
  const divided = f32At(memory, scratch)
  for (let line = 0; line < count; line++)
    numbers.set(divided.subarray(line * width, (line + 1) * width), (row + line) * stride)
}
