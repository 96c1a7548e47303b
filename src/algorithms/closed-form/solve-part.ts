/** One thread's share of a dense system: the sums, the ridge, the factorisation, the solution. */

import { f32At } from '../../kernels/arena.ts'
import { type DenseEquations, type EquationThread, factorise, invert, solve } from '../../kernels/cholesky.ts'
import { type Crew, shareChunks } from '../../kernels/crew.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { addSlitEquations, type SlitEquations } from '../slit/equations.ts'
import type { PlacedRows } from '../sparse-matrix.ts'
import { addRidge } from './ridge.ts'

export interface EquationThreadData {
  readonly task: 'solve' | 'invert'
  readonly ridge: number
  readonly equations: DenseEquations
  readonly rightSide: Offset
  readonly sums:
    | { readonly of: 'gram' /** By user and by item. */; readonly rows: readonly [PlacedRows, PlacedRows] }
    | { readonly of: 'slit'; readonly interactions: SlitEquations }
  /** By thread. */
  readonly ranges: readonly Pick<EquationThread, 'workspace' | 'strip'>[]
}

/** Rows of the Gram matrix that a thread computes at a time. */
const gramChunk = 32

export function solvePart(crew: Crew, { kernels, memory }: KernelSpace, data: EquationThreadData): void {
  const { equations, rightSide, task, ridge, sums } = data
  const thread: EquationThread = { kernels, memory, ...data.ranges[crew.index]! }
  if (sums.of === 'gram') addGram(crew, thread, equations, sums.rows)
  else addSlitEquations(crew, memory, sums.interactions, { ...equations, rightSide })
  // The first block is the first thread's too, and the others wait for it.
  if (crew.index === 0) addRidge(f32At(memory, equations.matrix), equations, ridge)
  factorise(crew, thread, equations)
  if (task === 'invert') invert(crew, thread, equations, rightSide)
  else solve(crew, thread, equations, rightSide, equations.size)
}

function addGram(
  crew: Crew,
  { kernels }: EquationThread,
  { size, stride, matrix }: DenseEquations,
  [users, items]: readonly [PlacedRows, PlacedRows],
): void {
  const count = Math.ceil(size / gramChunk)
  // Later rows are longer: they come first.
  shareChunks(crew, count, chunk => {
    const from = (count - 1 - chunk) * gramChunk
    kernels.sparseGram(
      ...[from, Math.min(size, from + gramChunk), users.offsets, users.columns, users.values],
      ...([items.offsets, items.columns, items.values, matrix, stride] as const),
    )
  })
}
