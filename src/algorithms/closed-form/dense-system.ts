/**
 * The equations of a closed form in one shared memory: the caller fills the matrix and the right side, `solve` or `invert`
 * computes on as many threads as there are. Small systems are done in place, since starting threads takes longer.
 */

import { siblingModule } from '../../base/sibling-module.ts'
import {
  type DenseEquations,
  equationScratchLength,
  factorise,
  invert,
  solve,
  strideOf,
} from '../../kernels/cholesky.ts'
import { aloneCrew, type Crew } from '../../kernels/crew.ts'
import { openTeam } from '../../kernels/team.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import { systemBytes } from './cost.ts'
import { type EquationRange, openEquationThread, reserveEquationRange } from './equation-thread.ts'
import type { ClosedFormFit } from './params.ts'

export type EquationTask = 'solve' | 'invert'

export interface DenseSystem {
  readonly size: number
  /** Numbers between rows. */
  readonly stride: number
  /** Only its lower triangle is read. */
  readonly matrix: Float32Array
  /** B; becomes A⁻¹·B, or the lower triangle of A⁻¹. */
  readonly rightSide: Float32Array
  run(task: EquationTask): Promise<void>
}

/** What every thread is given. */
export interface EquationThreadData {
  readonly equations: DenseEquations
  readonly rightSide: number
  readonly ranges: readonly EquationRange[]
  readonly deterministic: boolean
}

/** Below this, one thread is done before others have started. */
const sharedSizeMin = 700

export function openDenseSystem(
  size: number,
  { threadCount, signal, deterministic = false }: ClosedFormFit,
): DenseSystem {
  const usedThreads = size < sharedSizeMin ? 1 : threadCount
  const space = openKernels({ byteCountMax: systemBytes(size, usedThreads), deterministic })
  const stride = strideOf(size)
  const matrix = space.arena.f32(size * stride)
  const right = space.arena.f32(size * stride)
  const scratch = space.arena.f32(equationScratchLength(size)).offset
  const equations = { size, stride, matrix: matrix.offset, scratch }
  const ranges = Array.from({ length: usedThreads }, () => reserveEquationRange(space.arena))
  const data: EquationThreadData = { equations, rightSide: right.offset, ranges, deterministic }
  const run = async (task: EquationTask): Promise<void> => {
    signal?.throwIfAborted()
    if (usedThreads === 1) runPart(task, aloneCrew(), space, data)
    else await runOnTeam(task, usedThreads, space, data, signal)
  }
  return { size, stride, matrix: matrix.view, rightSide: right.view, run }
}

/** One thread's share. */
export function runPart(task: EquationTask, crew: Crew, space: KernelSpace, data: EquationThreadData): void {
  const thread = openEquationThread(space, data.ranges[crew.index]!)
  factorise(crew, thread, data.equations)
  if (task === 'invert') invert(crew, thread, data.equations, data.rightSide)
  else solve(crew, thread, data.equations, data.rightSide, data.equations.size)
}

async function runOnTeam(
  task: EquationTask,
  threadCount: number,
  { memory }: KernelSpace,
  data: EquationThreadData,
  signal: AbortSignal | undefined,
): Promise<void> {
  const team = await openTeam({ module: siblingModule(import.meta.url, './system-thread'), threadCount, memory, data })
  try {
    await team.run(task, undefined, { signal })
  } finally {
    await team.close()
  }
}
