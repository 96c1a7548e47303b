/** Cross entropy, full and sampled, agrees with its formula; its gradients with finite differences. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  assertAgreement,
  assertGradient,
  closeSums,
  randomNumbers,
} from '../../test/fixtures/numbers/kernel-agreement.ts'
import type { Arena } from './arena.ts'
import type { Kernels } from './kernels.ts'

function setUp(arena: Arena, count: number, width: number, spread: number, seed: number) {
  const numbers = randomNumbers(seed)
  const loss = arena.f64(1)
  const targets = numbers.u32(arena, count, width)
  const candidates = numbers.u32(arena, width, 2 * width)
  const corrections = numbers.f32(arena, width, 3)
  const targetCorrections = numbers.f32(arena, count, 3)
  const logits = numbers.f32(arena, count * (width + 1), spread)
  const targetLogits = numbers.f32(arena, count, spread)
  return { loss, targets, candidates, corrections, targetCorrections, logits, targetLogits }
}

type Blocks = ReturnType<typeof setUp>

const sampled = (kernels: Kernels, count: number, width: number, blocks: Blocks, scale: number): number =>
  kernels.sampledCrossEntropyRows(
    ...([count, width, blocks.logits.offset, width + 1] as const),
    ...([blocks.candidates.offset, blocks.corrections.offset, blocks.targets.offset] as const),
    ...([blocks.targetLogits.offset, blocks.targetCorrections.offset, scale] as const),
  )

const shape = fc.tuple(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 1, max: 60 }),
  fc.constantFrom(1, 30),
  fc.nat(),
)
/** A power of up to 60 is good to 4e-6, and so is what it is the exponent of. */
const tolerance = { ...closeSums, relative: 2e-5 }

test('over all classes', () => {
  fc.assert(
    fc.property(shape, ([count, width, spread, seed]) => {
      assertAgreement((kernels, arena) => {
        const { loss, logits, targets } = setUp(arena, count, width, spread, seed)
        loss.view[0] = kernels.crossEntropyRows(count, width, logits.offset, width + 1, targets.offset, 0.5)
        return [loss, logits]
      }, tolerance)
    }),
  )
})

test('over sampled classes, some of which are the target', () => {
  fc.assert(
    fc.property(shape, ([count, width, spread, seed]) => {
      assertAgreement((kernels, arena) => {
        const blocks = setUp(arena, count, width, spread, seed)
        blocks.loss.view[0] = sampled(kernels, count, width, blocks, 0.5)
        return [blocks.loss, blocks.logits, blocks.targetLogits]
      }, tolerance)
    }),
  )
})

test('gradients are those of finite differences', () => {
  assertGradient((kernels, arena) => {
    const [count, width] = [3, 6]
    const blocks = setUp(arena, count, width, 2, 5)
    const logits = Float32Array.from(blocks.logits.view)
    const targetLogits = Float32Array.from(blocks.targetLogits.view)
    const fullLoss = (): number => {
      blocks.logits.view.set(logits)
      return kernels.crossEntropyRows(count, width, blocks.logits.offset, width + 1, blocks.targets.offset, 1)
    }
    const sampledLoss = (): number => {
      blocks.logits.view.set(logits)
      blocks.targetLogits.view.set(targetLogits)
      return sampled(kernels, count, width, blocks, 1)
    }
    const withoutPadding = (gradient: Float32Array): Float32Array =>
      gradient.map((value, at) => (at % (width + 1) === width ? 0 : value))
    fullLoss()
    const full = withoutPadding(blocks.logits.view)
    sampledLoss()
    return [
      { input: logits, loss: fullLoss, gradient: full },
      { input: logits, loss: sampledLoss, gradient: withoutPadding(blocks.logits.view) },
      { input: targetLogits, loss: sampledLoss, gradient: Float32Array.from(blocks.targetLogits.view) },
    ]
  })
})
