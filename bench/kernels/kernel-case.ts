/** One line of the bench: a kernel at a size, what it moves or computes in a call, and how to call it. */

import { seededRandom } from '../../src/base/random.ts'
import type { Arena, Block } from '../../src/kernels/arena.ts'
import type { Kernels } from '../../src/kernels/kernels.ts'

export interface KernelCase {
  readonly kernel: string
  readonly size: string
  /** Floating-point operations or bytes of one call. */
  readonly amount: number
  readonly unit: 'GFLOP/s' | 'GB/s' | 'M/s'
  /** Lays the arrays out and returns the call. */
  readonly setUp: (kernels: Kernels, arena: Arena) => () => void
}

/** Uniform in [-1, 1), from one seed. */
export function numbers(arena: Arena, length: number): Block<Float32Array> {
  const random = seededRandom(1)
  const block = arena.f32(length)
  for (let at = 0; at < length; at++) block.view[at] = 2 * random.next() - 1
  return block
}

export function indices(arena: Arena, length: number, bound: number): Block<Uint32Array> {
  const random = seededRandom(2)
  const block = arena.u32(length)
  for (let at = 0; at < length; at++) block.view[at] = random.below(bound)
  return block
}
