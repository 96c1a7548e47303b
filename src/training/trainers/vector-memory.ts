/** What vectors of items by their users take, where all users are read; with less, a part of them is. */

import { basisBytes } from '../../algorithms/gf-cf/basis.ts'
import type { Histories } from '../../algorithms/histories.ts'

const bytesPerMb = 1024 * 1024

/** Rows of users as they are: what somebody did twice is counted twice. */
export function vectorsMb({ offsets, items, itemCount }: Histories, dimension: number, threadCount: number): number {
  const users = { offsets, columns: items, values: new Float32Array(0) }
  return Math.ceil(basisBytes(users, itemCount, dimension, threadCount) / bytesPerMb)
}
