/** What the module of a thread calls that does its share of a `runShared`. */

import { serveTeam } from '../kernels/team-member.ts'
import { openKernels } from '../kernels/wasm-kernels.ts'
import type { Part } from './shared-run.ts'

export function servePart<Data>(part: Part<Data>): void {
  serveTeam<{ readonly data: Data; readonly deterministic: boolean }>(member => {
    const { memory, data: given } = member
    // All blocks were laid out by the caller: a thread allocates nothing.
    const space = openKernels({ memory, range: { start: 0, end: 0 }, deterministic: given.deterministic })
    return { part: () => part(member, space, given.data) }
  })
}
