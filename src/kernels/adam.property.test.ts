/** Adam agrees with its formula over a range and by row, and rows that are not named stay as they are. */

import { test } from 'node:test'
import fc from 'fast-check'
import { assertAgreement, closeSums, randomNumbers } from '../../test/fixtures/numbers/kernel-agreement.ts'

const settings = fc.record({
  learningRate: fc.constantFrom(1e-3, 0.1),
  weightDecay: fc.constantFrom(0, 0.01),
  gradientScale: fc.constantFrom(1, 0.25),
  step: fc.integer({ min: 1, max: 1000 }),
})

type Settings = typeof settings extends fc.Arbitrary<infer S> ? S : never

const numbersOf = ({ learningRate, weightDecay, gradientScale, step }: Settings) =>
  [learningRate, 0.9, 0.98, 1 - 0.9 ** step, 1 - 0.98 ** step, 1e-6, weightDecay, gradientScale] as const

test('a step over a range, then one over rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 10 }), settings, fc.nat(), (...drawn) => {
      const [rowCount, quads, settings, seed] = drawn
      const width = 4 * quads
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const make = () => numbers.f32(arena, rowCount * width)
        const [weights, gradients, first, second] = [make(), make(), make(), make()]
        for (let at = 0; at < second.view.length; at++) second.view[at] = Math.abs(second.view[at]!)
        const rows = arena.u32(Math.ceil(rowCount / 2))
        for (let at = 0; at < rows.view.length; at++) rows.view[at] = rowCount - 1 - 2 * at
        const blocks = [weights.offset, gradients.offset, first.offset, second.offset] as const
        kernels.adam(rowCount * width, ...blocks, ...numbersOf(settings))
        kernels.adamRows(rows.view.length, width, rows.offset, ...blocks, ...numbersOf(settings))
        return [weights, first, second]
      }, closeSums)
    }),
  )
})
