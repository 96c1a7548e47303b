/** One matrix product shared out among threads: the time by number of threads, waking them included. */

import { siblingModule } from '../../src/base/sibling-module.ts'
import { gemmWorkspaceBytes } from '../../src/kernels/kernels.ts'
import { openTeam } from '../../src/kernels/team.ts'
import { openKernels } from '../../src/kernels/wasm-kernels.ts'
import type { GemmTask } from './gemm-thread.ts'
import { numbers } from './kernel-case.ts'

const module = siblingModule(import.meta.url, './gemm-thread')

/** GFLOP/s of the best of some runs. */
export async function sharedGemm(size: number, threadCount: number, runCount: number): Promise<number> {
  const { arena, memory } = openKernels({ byteCountMax: 16 * size * size + 4 * 1024 * 1024 * threadCount })
  const [a, b, c] = [numbers(arena, size * size), numbers(arena, size * size), arena.f32(size * size)]
  const workspaces = Array.from({ length: threadCount }, () => arena.bytes(gemmWorkspaceBytes))
  const task: GemmTask = { size, rowCount: 132, a: a.offset, b: b.offset, c: c.offset, workspaces }
  const team = await openTeam({ module, threadCount, memory })
  let best = Number.POSITIVE_INFINITY
  try {
    for (let run = 0; run < runCount; run++) {
      const start = performance.now()
      await team.run('multiply', task)
      best = Math.min(best, performance.now() - start)
    }
  } finally {
    await team.close()
  }
  return (2 * size ** 3) / best / 1e6
}
