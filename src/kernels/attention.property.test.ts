/** Attention within packed sequences agrees with its formula both ways, and its gradients with finite differences. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  assertAgreement,
  assertGradient,
  randomNumbers,
  weightedSum,
} from '../../test/fixtures/numbers/kernel-agreement.ts'
import type { Arena } from './arena.ts'
import { attentionWorkspaceBytes, type Kernels } from './kernels.ts'

interface Shape {
  readonly lengths: readonly number[]
  readonly headCount: number
  readonly headWidth: number
  readonly hasBiases: boolean
  readonly seed: number
}

function setUp(arena: Arena, { lengths, headCount, headWidth, hasBiases, seed }: Shape) {
  const numbers = randomNumbers(seed)
  const tokenCount = lengths.reduce((sum, length) => sum + length, 0)
  const width = headCount * headWidth
  const lengthMax = Math.max(0, ...lengths)
  const offsets = arena.u32(lengths.length + 1)
  offsets.view.set(lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0)))
  offsets.view[lengths.length] = tokenCount
  const qkv = numbers.f32(arena, tokenCount * 3 * width)
  const qkvGradient = numbers.f32(arena, tokenCount * 3 * width)
  const out = numbers.f32(arena, tokenCount * width)
  const outGradient = numbers.f32(arena, tokenCount * width)
  const logSums = numbers.f32(arena, tokenCount * headCount)
  const biases = numbers.f32(arena, headCount * (lengthMax + 2))
  const biasesGradient = numbers.f32(arena, headCount * (lengthMax + 2))
  arena.bytes(64)
  const workspace = arena.bytes(attentionWorkspaceBytes(lengthMax, headWidth))
  const parts = (offset: number) => [offset, offset + 4 * width, offset + 8 * width] as const
  const head = [lengths.length, offsets.offset, headCount, headWidth, 3 * width, ...parts(qkv.offset)] as const
  const middle = [1 / Math.sqrt(headWidth), hasBiases ? biases.offset : 0, lengthMax + 2, width, out.offset] as const
  const forward = (kernels: Kernels) => kernels.attention(...head, ...middle, logSums.offset, workspace)
  const backward = (kernels: Kernels) =>
    kernels.attentionBackward(
      ...head,
      ...middle,
      ...([logSums.offset, outGradient.offset, ...parts(qkvGradient.offset)] as const),
      ...([biasesGradient.offset, workspace] as const),
    )
  return { forward, backward, qkv, qkvGradient, out, outGradient, logSums, biases, biasesGradient }
}

const length = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 13, max: 70 }))

const shape = fc.record({
  lengths: fc.array(length, { minLength: 0, maxLength: 5 }),
  headCount: fc.integer({ min: 1, max: 3 }),
  headWidth: fc.constantFrom(8, 16, 32),
  hasBiases: fc.boolean(),
  seed: fc.nat(),
})

test('both ways agree with the formula for every mixture of lengths', () => {
  fc.assert(
    fc.property(shape, shape => {
      assertAgreement(
        (kernels, arena) => {
          const { forward, backward, out, logSums, qkvGradient, biasesGradient } = setUp(arena, shape)
          forward(kernels)
          backward(kernels)
          return [out, logSums, qkvGradient, biasesGradient]
        },
        { absolute: 1e-4, relative: 1e-4 },
      )
    }),
    { numRuns: 60 },
  )
})

for (const hasBiases of [true, false]) {
  test(`gradients are those of finite differences, ${hasBiases ? 'with' : 'without'} biases`, () => {
    assertGradient((kernels, arena) => {
      const shape = { lengths: [7, 1, 3], headCount: 2, headWidth: 8, hasBiases, seed: 3 }
      const { forward, backward, qkv, qkvGradient, out, outGradient, biases, biasesGradient } = setUp(arena, shape)
      biasesGradient.view.fill(0)
      forward(kernels)
      backward(kernels)
      const loss = (): number => {
        forward(kernels)
        return weightedSum(out.view, outGradient.view)
      }
      return [
        { input: qkv.view, loss, gradient: qkvGradient.view },
        { input: biases.view, loss, gradient: biasesGradient.view },
      ]
    })
  })
}
