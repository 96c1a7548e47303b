/** Biases, GELU agree with their formulas, and the gradients with finite differences. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  assertAgreement,
  assertGradient,
  closeSums,
  randomNumbers,
  weightedSum,
} from '../../test/fixtures/kernel-agreement.ts'

const shape = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 1, max: 40 }).map(quads => 4 * quads),
  fc.constantFrom(1, 12),
  fc.nat(),
)

/** Twenty numbers of up to 12 lie in a sum. */
const farSums = { absolute: 2e-4, relative: 1e-4 }

test('GELU with bias, both ways', () => {
  fc.assert(
    fc.property(shape, ([count, width, spread, seed]) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const make = () => numbers.f32(arena, count * width, spread)
        const bias = numbers.f32(arena, width)
        const [x, gelu, outGradient, geluGradient] = [make(), make(), make(), make()]
        const sums = numbers.f32(arena, width)
        kernels.biasGelu(count, width, bias.offset, x.offset, gelu.offset)
        kernels.biasGeluBackward(count, width, x.offset, outGradient.offset, geluGradient.offset, sums.offset)
        return [x, gelu, geluGradient, sums]
      }, farSums)
    }),
  )
})

test('a bias is added to every row, and its gradient is the sum of the rows', () => {
  fc.assert(
    fc.property(shape, ([count, width, , seed]) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const [bias, x] = [numbers.f32(arena, width), numbers.f32(arena, count * width)]
        kernels.addBias(count, width, bias.offset, x.offset)
        kernels.addColumnSums(count, width, x.offset, bias.offset)
        return [bias, x]
      }, closeSums)
    }),
  )
})

test('gradients are those of finite differences', () => {
  assertGradient((kernels, arena) => {
    const [count, width] = [3, 8]
    const numbers = randomNumbers(11)
    const make = () => numbers.f32(arena, count * width, 2)
    const [x, shifted, gelu, outGradient, xGradient] = [make(), make(), make(), make(), make()]
    const [bias, biasGradient] = [numbers.f32(arena, width), arena.f32(width)]
    biasGradient.view.fill(0)
    const loss = (): number => {
      shifted.view.set(x.view)
      kernels.biasGelu(count, width, bias.offset, shifted.offset, gelu.offset)
      return weightedSum(gelu.view, outGradient.view)
    }
    loss()
    kernels.biasGeluBackward(
      ...[count, width, shifted.offset],
      ...[outGradient.offset, xGradient.offset, biasGradient.offset],
    )
    return [
      { input: x.view, loss, gradient: xGradient.view },
      { input: bias.view, loss, gradient: biasGradient.view },
    ]
  })
})
