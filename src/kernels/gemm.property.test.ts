/** gemm agrees with the formula for every shape, transpose, padding and accumulation, and writes nothing else. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { gemmWorkspaceBytes } from './kernels.ts'
import { openKernels } from './wasm-kernels.ts'

const size = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(64, 133, 520))
const depth = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(64, 300))

const shape = fc.record({
  m: size,
  n: size,
  k: depth,
  aLayout: fc.constantFrom('rows', 'transposed', 'spaced'),
  bLayout: fc.constantFrom('rows', 'transposed', 'spaced'),
  padding: fc.integer({ min: 0, max: 3 }),
  accumulate: fc.constantFrom(0, 1),
  seed: fc.nat(),
})

const strides = (layout: string, rows: number, columns: number): [number, number] =>
  layout === 'rows' ? [columns, 1] : layout === 'transposed' ? [1, rows] : [2 * columns, 2]

test('gemm agrees with one sum for each number', () => {
  fc.assert(
    fc.property(shape, ({ m, n, k, aLayout, bLayout, padding, accumulate, seed }) => {
      const [aRow, aColumn] = strides(aLayout, m, k)
      const [bRow, bColumn] = strides(bLayout, k, n)
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const a = numbers.f32(arena, 2 * m * k)
        const b = numbers.f32(arena, 2 * k * n)
        const c = numbers.f32(arena, m * (n + padding))
        const workspace = arena.bytes(gemmWorkspaceBytes)
        kernels.gemm(
          ...[m, n, k],
          ...[a.offset, aRow, aColumn],
          ...[b.offset, bRow, bColumn],
          ...[c.offset, n + padding, accumulate, workspace],
        )
        return [a, b, c]
      }, closeSums)
    }),
    { numRuns: 60 },
  )
})

test('the wide module gives the bytes of the relaxed one', () => {
  const product = (backend: 'relaxed-simd' | 'wide-simd', m: number, n: number, k: number): Uint8Array => {
    const { kernels, arena } = openKernels({ byteCountMax: 4 * 1024 * 1024, backend })
    const numbers = randomNumbers(m)
    const [a, b, c] = [numbers.f32(arena, m * k), numbers.f32(arena, k * n), arena.f32(m * n)]
    const workspace = arena.bytes(gemmWorkspaceBytes)
    kernels.gemm(m, n, k, a.offset, k, 1, b.offset, n, 1, c.offset, n, 0, workspace)
    return new Uint8Array(c.view.buffer, c.offset, 4 * m * n).slice()
  }
  for (const [m, n, k] of [
    [1, 1, 1],
    [37, 41, 300],
    [130, 64, 257],
  ] as const) {
    assert.deepEqual(product('wide-simd', m, n, k), product('relaxed-simd', m, n, k))
  }
})
