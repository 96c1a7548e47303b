/**
 * Kernels over a memory of codes that give the same bytes on every processor, as fast as it can: products of codes are whole
 * numbers, which relaxed SIMD computes in half the instructions and to the last bit alike; all else is the plain build's.
 */

import type { MemoryRange } from './arena.ts'
import { type KernelSpace, openKernels } from './wasm-kernels.ts'

export function openCodeKernels(memory: WebAssembly.Memory, range: MemoryRange): KernelSpace {
  const space = openKernels({ memory, range, deterministic: true })
  const { addCodeProducts, addListedCodeProducts } = openKernels({ memory, range: { start: 0, end: 0 } }).kernels
  return { ...space, kernels: { ...space.kernels, addCodeProducts, addListedCodeProducts } }
}
