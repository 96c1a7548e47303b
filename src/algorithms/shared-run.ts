/**
 * One piece of work on one shared memory, done by as many threads as there are: in place by the caller where one thread is
 * all, else by a team whose module calls `servePart`. The work divides itself by chunks and barriers (`kernels/crew.ts`).
 */

import { aloneCrew, type Crew } from '../kernels/crew.ts'
import { openTeam } from '../kernels/team.ts'
import type { KernelSpace } from '../kernels/wasm-kernels.ts'

/** One thread's share of the work. */
export type Part<Data> = (crew: Crew, space: KernelSpace, data: Data) => void

export interface FitMeans {
  /** Changes how long a fit takes and no bit of its result. */
  readonly threadCount: number
  readonly signal?: AbortSignal | undefined
  /** The same bytes on every processor, somewhat slower. */
  readonly deterministic?: boolean
}

export async function runShared<Data>(
  part: Part<Data>,
  module: URL,
  space: KernelSpace,
  data: Data,
  { threadCount, signal, deterministic = false }: FitMeans,
): Promise<void> {
  signal?.throwIfAborted()
  if (threadCount === 1) {
    part(aloneCrew(), space, data)
    return
  }
  const team = await openTeam({ module, threadCount, memory: space.memory, data: { data, deterministic } })
  try {
    await team.run('part', undefined, { signal })
  } finally {
    await team.close()
  }
}
