/** A thread that solves or inverts its share of a dense system. */

import { type Member, serveTeam } from '../../kernels/team-member.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import { type EquationTask, type EquationThreadData, runPart } from './dense-system.ts'

serveTeam<EquationThreadData>((member: Member<EquationThreadData>) => {
  const { memory, data } = member
  const space = openKernels({ memory, range: { start: 0, end: 0 }, deterministic: data.deterministic })
  const taskOf = (task: EquationTask) => (): void => runPart(task, member, space, data)
  return { solve: taskOf('solve'), invert: taskOf('invert') }
})
