/** A member of the team that multiplies one matrix: blocks of rows from the shared counter. */

import { serveTeam } from '../../src/kernels/team-member.ts'
import { openKernels } from '../../src/kernels/wasm-kernels.ts'

export interface GemmTask {
  readonly size: number
  readonly rowCount: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly workspaces: readonly number[]
}

serveTeam<undefined>(member => {
  const { kernels } = openKernels({ memory: member.memory })
  return {
    multiply: ({ size, rowCount, a, b, c, workspaces }: GemmTask) => {
      const workspace = workspaces[member.index]!
      const chunkCount = Math.ceil(size / rowCount)
      for (let chunk = member.nextChunk(chunkCount); chunk >= 0; chunk = member.nextChunk(chunkCount)) {
        const rows = Math.min(rowCount, size - chunk * rowCount)
        const at = 4 * chunk * rowCount * size
        kernels.gemm(rows, size, size, a + at, size, 1, b, size, 1, c + at, size, 0, workspace)
      }
    },
  }
})
