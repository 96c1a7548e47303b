/** Gathering, scattering and row products agree with the loops that define them. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'

const shape = fc.record({
  count: fc.integer({ min: 0, max: 30 }),
  width: fc.integer({ min: 1, max: 40 }).map(quads => 4 * quads),
  tableRows: fc.integer({ min: 1, max: 20 }),
  seed: fc.nat(),
})
const exact = { absolute: 0, relative: 0 }

test('gathered rows are those of the table', () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(0, 1), ({ count, width, tableRows, seed }, accumulate) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const table = numbers.f32(arena, tableRows * width)
        const indices = numbers.u32(arena, count, tableRows)
        const out = numbers.f32(arena, count * width + 4)
        kernels.gatherRows(count, width, table.offset, indices.offset, out.offset, accumulate)
        return [out]
      }, exact)
    }),
  )
})

test('scattered rows add up, however often an index occurs', () => {
  fc.assert(
    fc.property(shape, ({ count, width, tableRows, seed }) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const table = numbers.f32(arena, tableRows * width + 4)
        const indices = numbers.u32(arena, count, tableRows)
        const rows = numbers.f32(arena, count * width)
        kernels.scatterAddRows(count, width, rows.offset, indices.offset, table.offset)
        return [table]
      }, exact)
    }),
  )
})

test('row products and sums of scaled rows', () => {
  fc.assert(
    fc.property(shape, ({ count, width, seed }) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const [a, b] = [numbers.f32(arena, count * width), numbers.f32(arena, count * width + 4)]
        const dots = numbers.f32(arena, count + 4)
        kernels.rowDots(count, width, a.offset, b.offset, dots.offset)
        kernels.addScaledRows(count, width, dots.offset, a.offset, b.offset)
        return [dots, b]
      }, closeSums)
    }),
  )
})
