/** The part of the shared memory that one thread computes in. */

import type { Arena } from '../../kernels/arena.ts'
import { type EquationThread, stripLength } from '../../kernels/cholesky.ts'
import { gemmWorkspaceBytes, type Offset } from '../../kernels/kernels.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'

export interface EquationRange {
  readonly workspace: Offset
  readonly strip: Offset
}

export const reserveEquationRange = (arena: Arena): EquationRange => ({
  workspace: arena.bytes(gemmWorkspaceBytes),
  strip: arena.f32(stripLength).offset,
})

export const openEquationThread = ({ kernels, memory }: KernelSpace, range: EquationRange): EquationThread => ({
  kernels,
  memory,
  ...range,
})
