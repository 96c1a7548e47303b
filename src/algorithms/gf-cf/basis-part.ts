/** One thread's share of the subspace iteration. */

import { type Crew, shareChunks } from '../../kernels/crew.ts'
import type { Offset } from '../../kernels/offset.ts'
import { orthonormalise, type TallMatrix, type TallThread } from '../../kernels/orthonormal.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import type { PlacedRows } from '../sparse-matrix.ts'

export interface BasisData {
  readonly itemCount: number
  readonly dimension: number
  readonly sweepCount: number
  readonly users: PlacedRows
  readonly items: PlacedRows
  /** items × dimension, both; users × dimension. */
  readonly basis: Offset
  readonly image: Offset
  readonly byUser: Offset
  readonly scratch: Offset
  /** By thread. */
  readonly workspaces: readonly Offset[]
}

/** Rows of a product that a thread computes at a time. */
const chunkRows = 512

export function basisPart(crew: Crew, { kernels, memory }: KernelSpace, data: BasisData): void {
  const { itemCount, dimension, users, items, basis, image, byUser, scratch } = data
  const thread: TallThread = { kernels, memory, workspace: data.workspaces[crew.index]! }
  const times = (rows: PlacedRows, table: Offset, out: Offset): void =>
    shareChunks(crew, Math.ceil(rows.rowCount / chunkRows), chunk => {
      const from = chunk * chunkRows
      const to = Math.min(rows.rowCount, from + chunkRows)
      kernels.sparseTimesTable(from, to, dimension, rows.offsets, rows.columns, rows.values, table, out)
    })
  const tall: TallMatrix = { rowCount: itemCount, width: dimension, at: image, scratch }
  for (let sweep = 0; sweep < data.sweepCount; sweep++) {
    times(users, basis, byUser)
    times(items, byUser, image)
    orthonormalise(crew, thread, tall, basis)
  }
  orthonormalise(crew, thread, { ...tall, at: basis }, image)
  orthonormalise(crew, thread, tall, basis)
}
