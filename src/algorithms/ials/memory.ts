/** Where the two sides of iALS lie in the shared memory, and how much they need. */

import type { Arena } from '../../kernels/arena.ts'
import { gemmWorkspaceBytes, leastSquaresWorkspaceBytes } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import { type PlacedRows, placedBytes } from '../sparse-matrix.ts'

/** Users given items, or items given users. */
export interface Side {
  readonly rows: PlacedRows
  readonly ridges: Offset
  /** rows × dimension. */
  readonly vectors: Offset
  /** By chunk of `gramChunkRows` rows, then their sum. */
  readonly gram: Offset
}

export const gramChunkRows = 4096
export const gramChunkCount = (rowCount: number): number => Math.ceil(rowCount / gramChunkRows)

const workspaceBytes = (dimension: number): number => gemmWorkspaceBytes + leastSquaresWorkspaceBytes(dimension)
const sideBytes = (rowCount: number, cellCount: number, dimension: number): number =>
  placedBytes(rowCount, cellCount) +
  4 * (rowCount * (dimension + 1) + (gramChunkCount(rowCount) + 1) * dimension ** 2) +
  256

/** The shared memory of a fit. */
export const ialsBytes = (
  userCount: number,
  itemCount: number,
  cellCount: number,
  dimension: number,
  threadCount: number,
): number =>
  sideBytes(userCount, cellCount, dimension) +
  sideBytes(itemCount, cellCount, dimension) +
  2 * threadCount * (workspaceBytes(dimension) + 64) +
  4096

export function placeSide(
  arena: Arena,
  rows: PlacedRows,
  ridges: Float32Array,
  dimension: number,
  threadCount: number,
  start: () => number,
): { readonly side: Side; readonly vectors: Float32Array; readonly workspaces: readonly Offset[] } {
  const placedRidges = arena.f32(rows.rowCount)
  placedRidges.view.set(ridges)
  const vectors = arena.f32(rows.rowCount * dimension)
  for (let at = 0; at < vectors.view.length; at++) vectors.view[at] = start()
  const gram = arena.f32((gramChunkCount(rows.rowCount) + 1) * dimension ** 2).offset
  const workspaces = Array.from({ length: threadCount }, () => arena.bytes(workspaceBytes(dimension)))
  return {
    side: { rows, ridges: placedRidges.offset, vectors: vectors.offset, gram },
    vectors: vectors.view,
    workspaces,
  }
}
