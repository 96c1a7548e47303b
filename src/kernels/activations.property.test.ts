/** Biases, GELU and gates agree with their formulas, and the gradients with finite differences. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  assertAgreement,
  assertGradient,
  closeSums,
  randomNumbers,
  weightedSum,
} from '../../test/fixtures/numbers/kernel-agreement.ts'

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

test('gates by Swish, both ways', () => {
  fc.assert(
    fc.property(shape, ([count, width, spread, seed]) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const make = (columnCount: number) => numbers.f32(arena, count * columnCount, spread)
        const [x, out, outGradient, xGradient] = [make(2 * width), make(width), make(width), make(2 * width)]
        kernels.swishGate(count, width, x.offset, out.offset)
        kernels.swishGateBackward(count, width, x.offset, outGradient.offset, xGradient.offset)
        return [x, out, xGradient]
      }, farSums)
    }),
  )
})

test('gates far from zero are open or shut, and nothing is lost or endless', () => {
  assertAgreement((kernels, arena) => {
    const [x, out, outGradient, xGradient] = [arena.f32(16), arena.f32(8), arena.f32(8), arena.f32(16)]
    x.view.set([-1e4, -200, -90, -61, 61, 90, 200, 1e4])
    x.view.fill(2, 8)
    outGradient.view.fill(1)
    kernels.swishGate(1, 8, x.offset, out.offset)
    kernels.swishGateBackward(1, 8, x.offset, outGradient.offset, xGradient.offset)
    return [out, xGradient]
  }, closeSums)
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

test('gradients of gates and values are those of finite differences', () => {
  assertGradient((kernels, arena) => {
    const [count, width] = [3, 8]
    const numbers = randomNumbers(12)
    const [x, xGradient] = [numbers.f32(arena, 2 * count * width, 2), arena.f32(2 * count * width)]
    const [out, outGradient] = [arena.f32(count * width), numbers.f32(arena, count * width, 2)]
    const loss = (): number => {
      kernels.swishGate(count, width, x.offset, out.offset)
      return weightedSum(out.view, outGradient.view)
    }
    kernels.swishGateBackward(count, width, x.offset, outGradient.offset, xGradient.offset)
    return [{ input: x.view, loss, gradient: xGradient.view }]
  })
})
