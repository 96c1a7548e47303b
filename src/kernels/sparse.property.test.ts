/** Products with sparse rows agree with their sums, for any lengths of rows and any part of them. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { sparseBlocks } from '../../test/fixtures/numbers/sparse-blocks.ts'

const shape = fc.record({
  rowCount: fc.integer({ min: 1, max: 12 }),
  columnCount: fc.integer({ min: 1, max: 20 }),
  quads: fc.integer({ min: 1, max: 6 }),
  from: fc.nat({ max: 3 }),
  seed: fc.nat(),
})

test('sparse rows times a table agree with one sum for each number', () => {
  fc.assert(
    fc.property(shape, ({ rowCount, columnCount, quads, from, seed }) => {
      assertAgreement((kernels, arena) => {
        const { offsets, columns, values } = sparseBlocks(arena, rowCount, columnCount, seed)
        const numbers = randomNumbers(seed)
        const table = numbers.f32(arena, columnCount * quads * 4)
        const out = numbers.f32(arena, rowCount * quads * 4)
        const first = Math.min(from, rowCount)
        kernels.sparseTimesTable(
          ...[first, rowCount, quads * 4, offsets.offset, columns.offset, values.offset, table.offset],
          ...([out.offset] as const),
        )
        return [table, out]
      }, closeSums)
    }),
  )
})

test('the Gram matrix of sparse rows agrees with one sum for each number up to the diagonal', () => {
  fc.assert(
    fc.property(shape, ({ rowCount, columnCount, from, seed }) => {
      assertAgreement((kernels, arena) => {
        const { offsets, columns, values, transposed } = sparseBlocks(arena, rowCount, columnCount, seed)
        const stride = columnCount + 3
        const out = randomNumbers(seed).f32(arena, columnCount * stride)
        kernels.sparseGram(
          ...[Math.min(from, columnCount), columnCount, offsets.offset, columns.offset, values.offset],
          ...[transposed.offsets.offset, transposed.columns.offset, transposed.values.offset],
          ...([out.offset, stride] as const),
        )
        return [out]
      }, closeSums)
    }),
  )
})
