/** Flat kernels agree for every length, whole vectors or not, and write nothing beyond it. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'

const length = fc.integer({ min: 0, max: 70 })
const factor = fc.float({ min: -2, max: 2, noNaN: true })

test('dot, axpy and scale', () => {
  fc.assert(
    fc.property(length, factor, fc.nat(), (count, factor, seed) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const [x, y, product] = [numbers.f32(arena, count + 4), numbers.f32(arena, count + 4), arena.f32(1)]
        product.view[0] = kernels.dot(count, x.offset, y.offset)
        kernels.axpy(count, factor, x.offset, y.offset)
        kernels.scale(count, factor, x.offset)
        return [product, x, y]
      }, closeSums)
    }),
  )
})
