/** gemm agrees with the formula for every shape, transpose, padding and accumulation, and writes nothing else. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/kernel-agreement.ts'
import { gemmWorkspaceBytes } from './kernels.ts'

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
