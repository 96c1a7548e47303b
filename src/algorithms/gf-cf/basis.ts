/**
 * An orthonormal basis of the leading right singular vectors of a sparse matrix, by subspace iteration: Q ← orth(RᵀR·Q). The
 * filter needs what the vectors span, not the vectors themselves, so nothing is left to do after the last sweep.
 * Cost: sweeps × (4 cells · dimension + 4 items · dimension²) operations, twice the second for the last sweep.
 */

import { seededRandom } from '../../base/random.ts'
import { siblingModule } from '../../base/sibling-module.ts'
import { aloneCrew } from '../../kernels/crew.ts'
import { gemmWorkspaceBytes } from '../../kernels/kernels.ts'
import { tallScratchLength } from '../../kernels/orthonormal.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import { type FitMeans, runShared } from '../shared-run.ts'
import { everyNth, placedBytes, placeRows, type SparseRows, transposed } from '../sparse-matrix.ts'
import { basisPart } from './basis-part.ts'

export interface BasisFit extends FitMeans {
  readonly seed: number
  /** Of the shared memory; undefined: what one memory can hold. Where all users need more, every second or third is read. */
  readonly byteCountMax?: number
}

/** Of a fit by one thread. */
export type AloneFit = Pick<BasisFit, 'seed' | 'byteCountMax'>

const byteCountLimit = 2 ** 32 - 2 ** 16

/** Enough for a filter: more change answers by less than their standard error (`docs/decisions/0206-gf-cf-by-subspaces.md`). */
const sweepCount = 5

/** items × dimension, row-major; columns beyond the rank are 0. */
export async function leadingBasis(
  users: SparseRows,
  itemCount: number,
  dimension: number,
  fit: BasisFit,
): Promise<Float32Array<ArrayBuffer>> {
  if (itemCount === 0) return new Float32Array(0)
  const { space, data, basis } = placedBasis(users, itemCount, dimension, fit)
  await runShared(basisPart, siblingModule(import.meta.url, './basis-thread'), space, data, fit)
  return Float32Array.from(basis)
}

/** The same in place, by one thread, with the same bytes on every processor. */
export function leadingBasisAlone(
  users: SparseRows,
  itemCount: number,
  dimension: number,
  fit: AloneFit,
): Float32Array<ArrayBuffer> {
  if (itemCount === 0) return new Float32Array(0)
  const alone = { ...fit, threadCount: 1, deterministic: true }
  const { space, data, basis } = placedBasis(users, itemCount, dimension, alone)
  basisPart(aloneCrew(), space, data)
  return Float32Array.from(basis)
}

function placedBasis(allUsers: SparseRows, itemCount: number, dimension: number, fit: BasisFit) {
  const { threadCount, deterministic = false, seed } = fit
  const bytesOf = (users: SparseRows): number => basisBytes(users, itemCount, dimension, threadCount)
  const least = bytesOf(noUsers) + leastUserShare * denseBytes(0, itemCount, dimension)
  const users = usersWithin(
    allUsers,
    bytesOf,
    Math.min(byteCountLimit, Math.max(least, fit.byteCountMax ?? byteCountLimit)),
  )
  const byteCountMax = bytesOf(users)
  const space = openKernels({ byteCountMax, deterministic })
  const { arena } = space
  const userCount = users.offsets.length - 1
  const [basis, image] = [arena.f32(itemCount * dimension), arena.f32(itemCount * dimension)]
  const random = seededRandom(seed)
  for (let at = 0; at < basis.view.length; at++) basis.view[at] = random.next() - 0.5
  const data = {
    ...{ itemCount, dimension, sweepCount, basis: basis.offset, image: image.offset },
    users: placeRows(arena, users),
    items: placeRows(arena, transposed(users, itemCount)),
    byUser: arena.f32(userCount * dimension).offset,
    scratch: arena.f32(tallScratchLength(itemCount, dimension)).offset,
    workspaces: Array.from({ length: threadCount }, () => arena.bytes(gemmWorkspaceBytes)),
  }
  return { space, data, basis: basis.view }
}

const noUsers: SparseRows = { offsets: new Uint32Array(1), columns: new Uint32Array(0), values: new Float32Array(0) }

/**
 * What users may take in any case, beside what all items take: vectors of too few would be noise. It is less than the room of the
 * rows of items, which every training is counted with and which is not yet taken when vectors are made.
 */
const leastUserShare = 1 / 4

/** All users, or as many as fit, evenly spread: what they have in common shows in a part of them too. */
function usersWithin(users: SparseRows, bytesOf: (users: SparseRows) => number, byteCountMax: number): SparseRows {
  const userCount = users.offsets.length - 1
  let some = users
  for (let stride = 2; bytesOf(some) > byteCountMax && stride <= userCount; stride++) some = everyNth(users, stride)
  return some
}

const denseBytes = (userCount: number, itemCount: number, dimension: number): number =>
  4 * ((2 * itemCount + userCount) * dimension + tallScratchLength(itemCount, dimension))

/** The shared memory of a fit. */
export function basisBytes(users: SparseRows, itemCount: number, dimension: number, threadCount: number): number {
  const userCount = users.offsets.length - 1
  const cells = placedBytes(userCount, users.columns.length) + placedBytes(itemCount, users.columns.length)
  return cells + denseBytes(userCount, itemCount, dimension) + threadCount * gemmWorkspaceBytes + 4096
}
