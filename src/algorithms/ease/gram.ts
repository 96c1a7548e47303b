/** The lower triangle of XᵀX: one row at a time, so that what is added to stays in the cache. */

import type { DenseSystem } from '../closed-form/dense-system.ts'
import { type SparseRows, transposed } from '../closed-form/user-rows.ts'

export function addGram(users: SparseRows, { size, stride, matrix }: DenseSystem): void {
  const items = transposed(users, size)
  for (let row = 0; row < size; row++) {
    const into = matrix.subarray(row * stride, row * stride + size)
    for (let at = items.offsets[row]!; at < items.offsets[row + 1]!; at++)
      addUser(users, items.columns[at]!, items.values[at]!, row, into)
  }
}

function addUser(
  { offsets, columns, values }: SparseRows,
  user: number,
  weight: number,
  row: number,
  into: Float32Array,
) {
  const end = offsets[user + 1]!
  for (let at = offsets[user]!; at < end; at++) {
    const column = columns[at]!
    if (column > row) break
    into[column]! += weight * values[at]!
  }
}
