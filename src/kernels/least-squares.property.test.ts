/** The rows of least squares agree with conjugate gradients in double precision, and with enough steps they solve. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'
import { sparseBlocks } from '../../test/fixtures/numbers/sparse-blocks.ts'
import { leastSquaresWorkspaceBytes } from './kernels.ts'

/** Steps divide by what is left, which grows the rounding of sums. */
const closeSteps = { absolute: 5e-4, relative: 5e-4 }

const shape = fc.record({
  rowCount: fc.integer({ min: 1, max: 8 }),
  columnCount: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(150)),
  width: fc.constantFrom(4, 16, 40, 64),
  stepCount: fc.integer({ min: 0, max: 4 }),
  seed: fc.nat(),
})

test('rows of least squares agree with conjugate gradients in double precision', () => {
  fc.assert(
    fc.property(shape, ({ rowCount, columnCount, width, stepCount, seed }) => {
      assertAgreement((kernels, arena) => {
        const { offsets, columns, values } = sparseBlocks(arena, rowCount, columnCount, seed)
        const numbers = randomNumbers(seed)
        const table = numbers.f32(arena, columnCount * width, 0.5)
        const x = numbers.f32(arena, rowCount * width, 0.1)
        const ridges = numbers.f32(arena, rowCount)
        for (let row = 0; row < rowCount; row++) ridges.view[row] = 1 + Math.abs(ridges.view[row]!)
        const gram = numbers.f32(arena, width * width, 0.01)
        // Symmetric, and small enough beside the ridge to leave the matrix positive.
        for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram.view[i * width + j] = gram.view[j * width + i]!
        const workspace = arena.bytes(leastSquaresWorkspaceBytes(width))
        kernels.leastSquaresRows(
          ...[0, rowCount, width, offsets.offset, columns.offset, values.offset, table.offset],
          ...([gram.offset, ridges.offset, stepCount, x.offset, workspace] as const),
        )
        return [x]
      }, closeSteps)
    }),
  )
})
