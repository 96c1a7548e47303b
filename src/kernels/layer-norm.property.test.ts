/** Layer norm agrees with its formula, and its gradients with finite differences. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  assertAgreement,
  assertGradient,
  closeSums,
  randomNumbers,
  weightedSum,
} from '../../test/fixtures/numbers/kernel-agreement.ts'
import type { Arena } from './arena.ts'
import type { Kernels } from './kernels.ts'

function setUp(arena: Arena, count: number, width: number, seed: number) {
  const numbers = randomNumbers(seed)
  const make = (length: number) => numbers.f32(arena, length)
  return {
    ...{ x: make(count * width), gains: make(width), shifts: make(width), out: make(count * width) },
    ...{ means: make(count), scales: make(count), outGradient: make(count * width), xGradient: make(count * width) },
    ...{ gainsGradient: make(width), shiftsGradient: make(width) },
  }
}

type Blocks = ReturnType<typeof setUp>

const forward = (kernels: Kernels, count: number, width: number, { x, gains, shifts, out, means, scales }: Blocks) =>
  kernels.layerNorm(count, width, ...offsets(x, gains, shifts, out, means, scales))

function backward(kernels: Kernels, count: number, width: number, blocks: Blocks, accumulate: number) {
  const { x, gains, means, scales, outGradient, xGradient, gainsGradient, shiftsGradient } = blocks
  kernels.layerNormBackward(
    count,
    width,
    ...offsets(x, gains, means, scales, outGradient, xGradient),
    accumulate,
    ...offsets(gainsGradient, shiftsGradient),
  )
}

const offsets = <B extends readonly { readonly offset: number }[]>(...blocks: B) =>
  blocks.map(({ offset }) => offset) as unknown as { [Key in keyof B]: number }

const shape = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 1, max: 40 }).map(quads => 4 * quads),
  fc.constantFrom(0, 1),
  fc.nat(),
)

test('both ways agree with the formula', () => {
  fc.assert(
    fc.property(shape, ([count, width, accumulate, seed]) => {
      assertAgreement(
        (kernels, arena) => {
          const blocks = setUp(arena, count, width, seed)
          forward(kernels, count, width, blocks)
          backward(kernels, count, width, blocks, accumulate)
          const { out, means, scales, xGradient, gainsGradient, shiftsGradient } = blocks
          return [out, means, scales, xGradient, gainsGradient, shiftsGradient]
        },
        { ...closeSums, relative: 1e-4 },
      )
    }),
  )
})

test('gradients are those of finite differences', () => {
  assertGradient((kernels, arena) => {
    const [count, width] = [3, 8]
    const blocks = setUp(arena, count, width, 7)
    blocks.gainsGradient.view.fill(0)
    blocks.shiftsGradient.view.fill(0)
    forward(kernels, count, width, blocks)
    backward(kernels, count, width, blocks, 0)
    const loss = (): number => {
      forward(kernels, count, width, blocks)
      return weightedSum(blocks.out.view, blocks.outGradient.view)
    }
    return [
      { input: blocks.x.view, loss, gradient: blocks.xGradient.view },
      { input: blocks.gains.view, loss, gradient: blocks.gainsGradient.view },
      { input: blocks.shifts.view, loss, gradient: blocks.shiftsGradient.view },
    ]
  })
})
