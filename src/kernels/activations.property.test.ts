/** Biases, GELU and ReLU agree with their formulas, and the gradients with finite differences. */

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

test('GELU and ReLU with bias, both ways', () => {
  fc.assert(
    fc.property(shape, ([count, width, spread, seed]) => {
      assertAgreement((kernels, arena) => {
        const numbers = randomNumbers(seed)
        const make = () => numbers.f32(arena, count * width, spread)
        const bias = numbers.f32(arena, width)
        const [x, gelu, outGradient, geluGradient, relu] = [make(), make(), make(), make(), make()]
        const sums = [numbers.f32(arena, width), numbers.f32(arena, width)] as const
        kernels.biasGelu(count, width, bias.offset, x.offset, gelu.offset)
        kernels.biasGeluBackward(count, width, x.offset, outGradient.offset, geluGradient.offset, sums[0].offset)
        kernels.biasRelu(count, width, bias.offset, relu.offset, relu.offset)
        kernels.biasReluBackward(count, width, relu.offset, outGradient.offset, outGradient.offset, sums[1].offset)
        return [x, gelu, geluGradient, relu, outGradient, ...sums]
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

test('the gradient of ReLU is that of finite differences away from its corner', () => {
  assertGradient((kernels, arena) => {
    const [count, width] = [1, 8]
    const [x, out, bias] = [arena.f32(width), arena.f32(width), arena.f32(width)]
    const [outGradient, xGradient, biasGradient] = [arena.f32(width), arena.f32(width), arena.f32(width)]
    x.view.set([-2, -1, -0.5, -0.1, 0.1, 0.5, 1, 2])
    bias.view.fill(0)
    biasGradient.view.fill(0)
    outGradient.view.set([1, 2, 3, 4, 5, 6, 7, 8])
    const loss = (): number => {
      kernels.biasRelu(count, width, bias.offset, x.offset, out.offset)
      return weightedSum(out.view, outGradient.view)
    }
    loss()
    kernels.biasReluBackward(
      ...[count, width, out.offset],
      ...[outGradient.offset, xGradient.offset, biasGradient.offset],
    )
    return [
      { input: x.view, loss, gradient: xGradient.view },
      { input: bias.view, loss, gradient: biasGradient.view },
    ]
  })
})
