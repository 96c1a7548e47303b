/** One thread's share of the epochs. Who computes a row changes nothing in it, so the thread count changes no bit. */

import { f32At } from '../../kernels/arena.ts'
import { type Crew, shareChunks } from '../../kernels/crew.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { gramChunkCount, gramChunkRows, type Side } from './memory.ts'

export interface EpochsData {
  readonly dimension: number
  readonly epochCount: number
  readonly stepCount: number
  readonly unobservedWeight: number
  readonly users: Side
  readonly items: Side
  /** By thread: of gemm, and three vectors. */
  readonly workspaces: readonly Offset[]
}

/** Rows that a thread solves at a time. */
const chunkRows = 64

export function epochsPart(crew: Crew, space: KernelSpace, data: EpochsData): void {
  for (let epoch = 0; epoch < data.epochCount; epoch++) {
    solveSide(crew, space, data, data.users, data.items)
    solveSide(crew, space, data, data.items, data.users)
  }
}

function solveSide(crew: Crew, space: KernelSpace, data: EpochsData, side: Side, other: Side): void {
  const { dimension, stepCount } = data
  const workspace = data.workspaces[crew.index]!
  const gram = gramOf(crew, space, data, other)
  const { rows, ridges, vectors } = side
  shareChunks(crew, Math.ceil(rows.rowCount / chunkRows), chunk => {
    const from = chunk * chunkRows
    space.kernels.leastSquaresRows(
      ...[from, Math.min(rows.rowCount, from + chunkRows), dimension, rows.offsets, rows.columns, rows.values],
      ...([other.vectors, gram, ridges, stepCount, vectors, workspace] as const),
    )
  })
}

/** unobservedWeight · YᵀY: chunks of rows by whoever is free, their sum in a fixed order by one. */
function gramOf(crew: Crew, { kernels, memory }: KernelSpace, data: EpochsData, { rows, vectors, gram }: Side): Offset {
  const { dimension, unobservedWeight } = data
  const square = dimension * dimension
  const count = gramChunkCount(rows.rowCount)
  shareChunks(crew, count, chunk => {
    const from = chunk * gramChunkRows
    const block = vectors + 4 * from * dimension
    kernels.gemm(
      ...[dimension, dimension, Math.min(gramChunkRows, rows.rowCount - from), block, 1, dimension],
      ...[block, dimension, 1, gram + 4 * chunk * square, dimension, 0],
      ...([data.workspaces[crew.index]!] as const),
    )
  })
  const sum = gram + 4 * count * square
  if (crew.index === 0) addUp(f32At(memory, gram), count, square, unobservedWeight)
  crew.barrier()
  return sum
}

function addUp(partials: Float32Array, count: number, length: number, factor: number): void {
  for (let at = 0; at < length; at++) {
    let sum = 0
    for (let chunk = 0; chunk < count; chunk++) sum += partials[chunk * length + at]!
    partials[count * length + at] = factor * sum
  }
}
