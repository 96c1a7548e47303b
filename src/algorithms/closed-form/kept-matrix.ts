/** Copies of what a system has computed, out of the shared memory and without the padding of its rows. */

import type { DenseSystem } from './dense-system.ts'

export function keptMatrix({ size, stride, rightSide }: DenseSystem): Float32Array<ArrayBuffer> {
  const kept = new Float32Array(size * size)
  for (let row = 0; row < size; row++) kept.set(rightSide.subarray(row * stride, row * stride + size), row * size)
  return kept
}
