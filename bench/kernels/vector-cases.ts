/** What memory decides: rows by index, flat arrays in the first cache and far beyond the last, the steps of Adam. */

import { indices, type KernelCase, numbers } from './kernel-case.ts'

const near = 4096
const far = 32 * 1024 * 1024

const flat = (kernel: 'dot' | 'axpy', count: number): KernelCase => ({
  kernel,
  size: count === near ? '4 Ki, first cache' : '32 Mi, memory',
  amount: (kernel === 'dot' ? 2 : 3) * 4 * count,
  unit: 'GB/s',
  setUp(kernels, arena) {
    const [x, y] = [numbers(arena, count).offset, numbers(arena, count).offset]
    return kernel === 'dot' ? () => void kernels.dot(count, x, y) : () => kernels.axpy(count, 1e-9, x, y)
  },
})

const rows = (kernel: 'gatherRows' | 'scatterAddRows'): KernelCase => ({
  kernel,
  size: '262144 of 100000 × 64',
  amount: (kernel === 'gatherRows' ? 2 : 3) * 4 * 64 * 262_144,
  unit: 'GB/s',
  setUp(kernels, arena) {
    const table = numbers(arena, 100_000 * 64).offset
    const out = numbers(arena, 262_144 * 64).offset
    const picked = indices(arena, 262_144, 100_000).offset
    return kernel === 'gatherRows'
      ? () => kernels.gatherRows(262_144, 64, table, picked, out, 0)
      : () => kernels.scatterAddRows(262_144, 64, out, picked, table)
  },
})

const adam = (count: number): KernelCase => ({
  kernel: 'adam',
  size: `${count / 1024} Ki`,
  amount: 7 * 4 * count,
  unit: 'GB/s',
  setUp(kernels, arena) {
    const block = () => numbers(arena, count)
    const [weights, gradients, first, second] = [block(), block(), block(), block()]
    for (let at = 0; at < count; at++) second.view[at] = second.view[at]! ** 2
    const blocks = [weights.offset, gradients.offset, first.offset, second.offset] as const
    return () => kernels.adam(count, ...blocks, 1e-3, 0.9, 0.98, 0.1, 0.02, 1e-8, 0, 1)
  },
})

const exponential: KernelCase = {
  kernel: 'exponential',
  size: '4 Ki',
  amount: near,
  unit: 'M/s',
  setUp(kernels, arena) {
    const x = arena.f32(near)
    return () => {
      x.view.fill(0.5)
      kernels.exponential(near, x.offset, 0.1)
    }
  },
}

const standardise: KernelCase = {
  kernel: 'standardiseRows',
  size: '1 × 100000',
  amount: 4 * 4 * 100_000,
  unit: 'GB/s',
  setUp(kernels, arena) {
    const x = numbers(arena, 100_000).offset
    return () => kernels.standardiseRows(1, 100_000, x, 100_000)
  },
}

export const vectorCases: readonly KernelCase[] = [
  flat('dot', near),
  flat('dot', far),
  flat('axpy', near),
  flat('axpy', far),
  rows('gatherRows'),
  rows('scatterAddRows'),
  adam(256 * 1024),
  exponential,
  standardise,
]
