/**
 * The equations of a closed form in one shared memory: threads add up what is given sparsely, factorise and solve. Small systems are done in place, since starting threads takes longer.
 */

import { siblingModule } from '../../base/sibling-module.ts'
import { type DenseEquations, equationScratchLength, strideOf, stripLength } from '../../kernels/cholesky.ts'
import { gemmWorkspaceBytes } from '../../kernels/kernels.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import { type FitMeans, runShared } from '../shared-run.ts'
import { type PlacedRows, placedBytes, placeRows, type SparseRows, transposed } from '../sparse-matrix.ts'
import { systemBytes } from './cost.ts'
import { type EquationThreadData, solvePart } from './solve-part.ts'

export interface DenseSystem {
  readonly size: number
  /** Numbers between rows. */
  readonly stride: number
  /** B; becomes A⁻¹·B, or the lower triangle of A⁻¹. */
  readonly rightSide: Float32Array
  /** (A + ridge · I)⁻¹·B */
  solve(ridge: number): Promise<void>
  /** (A + ridge · I)⁻¹ */
  invert(ridge: number): Promise<void>
}

/** Below this, one thread is done before others have started. */
const sharedSizeMin = 700

/** What the threads add up before they solve. */
export interface Sums {
  readonly byteCount: number
  place(space: KernelSpace): EquationThreadData['sums']
}

/** XᵀX, into A. */
export const gramSums = (users: SparseRows, size: number): Sums => ({
  byteCount: gramBytes(users, size),
  place: space => ({ of: 'gram', rows: placeBothWays(space, users, size) }),
})

export function openDenseSystem(size: number, means: FitMeans, given: Sums): DenseSystem {
  const threadCount = size < sharedSizeMin ? 1 : means.threadCount
  const byteCountMax = systemBytes(size, threadCount) + given.byteCount
  const space = openKernels({ byteCountMax, deterministic: means.deterministic ?? false })
  const { arena } = space
  const stride = strideOf(size)
  const [matrix, right] = [arena.f32(size * stride), arena.f32(size * stride)]
  const scratch = arena.f32(equationScratchLength(size)).offset
  const equations: DenseEquations = { size, stride, matrix: matrix.offset, scratch }
  const sums = given.place(space)
  const ranges = Array.from({ length: threadCount }, () => {
    return { workspace: arena.bytes(gemmWorkspaceBytes), strip: arena.f32(stripLength).offset }
  })
  const run = (task: EquationThreadData['task'], ridge: number): Promise<void> => {
    const data = { task, ridge, equations, rightSide: right.offset, sums, ranges }
    return runShared(solvePart, siblingModule(import.meta.url, './solve-thread'), space, data, {
      ...means,
      threadCount,
    })
  }
  return {
    ...{ size, stride, rightSide: right.view },
    solve: ridge => run('solve', ridge),
    invert: ridge => run('invert', ridge),
  }
}

const gramBytes = ({ offsets, columns }: SparseRows, size: number): number =>
  placedBytes(offsets.length, columns.length) + placedBytes(size, columns.length)

const placeBothWays = ({ arena }: KernelSpace, users: SparseRows, size: number): readonly [PlacedRows, PlacedRows] => [
  placeRows(arena, users),
  placeRows(arena, transposed(users, size)),
]
