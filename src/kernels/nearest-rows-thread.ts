/** A thread that searches its share of the rows for each query. */

import { type NearestRowsLayout, nearestRowsPart, type Wanted } from './nearest-rows-part.ts'
import { serveTeam } from './team-member.ts'
import { openKernels } from './wasm-kernels.ts'

serveTeam<NearestRowsLayout>(member => {
  const space = openKernels({ memory: member.memory, range: { start: 0, end: 0 } })
  return { nearest: (wanted: Wanted) => nearestRowsPart(member, space, member.data, wanted) }
})
