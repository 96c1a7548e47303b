/** What a closed form needs for a matrix of so many items, so that a training can decide by its budget. */

import { equationScratchLength, strideOf, stripLength } from '../../kernels/cholesky.ts'
import { gemmWorkspaceBytes } from '../../kernels/kernels.ts'

export interface ClosedFormCost {
  /** At the highest: two matrices in the shared memory and, at the end, the copy that is kept. */
  readonly byteCount: number
  readonly operationCount: number
}

/** The shared memory of a fit. */
export const systemBytes = (size: number, threadCount: number): number =>
  4 * (2 * size * strideOf(size) + equationScratchLength(size)) +
  threadCount * (gemmWorkspaceBytes + 4 * stripLength + 128) +
  4096

/** EASE inverts (n³), SLIT solves for n right sides (n³/3 + 2 n³); the sparse products beneath are not counted. */
export const closedFormCost = (form: 'ease' | 'slit', size: number, threadCount: number): ClosedFormCost => ({
  byteCount: systemBytes(size, threadCount) + 4 * size * size,
  operationCount: size ** 3 * (form === 'ease' ? 1 : 7 / 3),
})

/** Rows that the shared memory of 4 GiB has place for. */
export function sizeMaxFor(byteCount: number, threadCount: number): number {
  const available = Math.min(byteCount, 2 ** 32 - 2 ** 16)
  let size = Math.floor(Math.sqrt(available / 12))
  while (size > 0 && closedFormCost('ease', size, threadCount).byteCount > byteCount) size--
  while (size > 0 && systemBytes(size, threadCount) > 2 ** 32 - 2 ** 16) size--
  return size
}
