/**
 * The hand-written way back, through the kernels in single precision, against central differences of the plain forward pass
 * in double precision: weights of every tensor of a small model with two blocks, for full and sampled softmax.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeEveryPosition } from '../../../test/fixtures/numbers/plain-encoder.ts'
import { seededRandom } from '../../base/random.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import { historiesOf } from '../algorithms.contract.ts'
import { BatchGradient } from './batch-gradient.ts'
import { type EpochPlan, planEpoch } from './batches.ts'
import { initialWeights } from './initial-weights.ts'
import { type Activation, layoutOf, type ModelShape } from './layout.ts'
import { itemFrequencies, NegativeSampler } from './negative-sampler.ts'
import { type SequenceModelOptions, sequenceModelDefaults } from './params.ts'
import type { ThreadData } from './thread-data.ts'
import { openTrainingMemory } from './training-memory.ts'

const shape: ModelShape = {
  ...{
    itemCount: 9,
    dimension: 16,
    blockCount: 2,
    headCount: 2,
    hiddenWidth: 24,
    lengthMax: 5,
    hasDistanceBiases: true,
  },
}
const histories = historiesOf(
  [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [8, 1, 8, 0],
    [3, 2],
  ],
  9,
)
const base: SequenceModelOptions = {
  ...sequenceModelDefaults,
  ...shape,
  dropout: 0,
  fullSoftmaxShare: 1,
  negativeCount: 8,
}

/** Every third weight is enough to have hundreds of each matrix and several of each vector, in half a second. */
const stride = 3

/** Mean of the losses of all positions of the plan, by the formula. */
type PlainLoss = (weights: Float64Array<ArrayBuffer>, vector: Float64Array, target: number) => number

function meanLoss(
  weights: Float64Array<ArrayBuffer>,
  plan: EpochPlan,
  activation: Activation,
  lossOf: PlainLoss,
): number {
  let sum = 0
  let count = 0
  for (const [chunk, start] of plan.starts.entries()) {
    const length = plan.lengths[chunk]!
    const vectors = encodeEveryPosition(
      weights,
      { ...shape, activation },
      histories.items.subarray(start, start + length),
    )
    for (let at = 0; at < length; at++) {
      const vector = vectors.subarray(at * shape.dimension, (at + 1) * shape.dimension)
      sum += lossOf(weights, vector, histories.items[start + at + 1]!)
    }
    count += length
  }
  return sum / count
}

function logitOf(weights: Float64Array, vector: Float64Array, item: number): number {
  // They come first, whatever the activation.
  const { items, itemBiases } = layoutOf(shape)
  let logit = weights[itemBiases + item]!
  for (let k = 0; k < shape.dimension; k++) logit += vector[k]! * weights[items + item * shape.dimension + k]!
  return logit
}

/** ln of 1 + the sum of what the others have over the target, in all. */
function crossEntropy(own: number, others: readonly number[]): number {
  return Math.log(1 + others.reduce((sum, other) => sum + Math.exp(other - own), 0))
}

function gradientsOf(options: SequenceModelOptions, seed: number) {
  const activated = { ...shape, activation: options.activation }
  const weights = initialWeights(activated, seededRandom(7))
  const random = seededRandom(8)
  // Gains, shifts and biases away from where they start, so that none of them is hidden by a 1 or a 0.
  for (let at = 0; at < weights.length; at++) weights[at]! += 0.1 * (random.next() - 0.5)
  const { itemBiases, positions } = layoutOf(shape)
  // What fills up a tensor to a multiple of four is zero and stays so.
  weights.fill(0, itemBiases + shape.itemCount, positions)
  const { space, memory } = openTrainingMemory(
    weights,
    activated,
    { negativeCount: options.negativeCount, threadCount: 1 },
    false,
  )
  const { userCount, itemCount, offsets, items } = histories
  const rows = { userCount, itemCount, offsets, items, weights: undefined }
  const data: ThreadData = {
    ...{
      shape: activated,
      options,
      memory,
      rows,
      seed: 1,
      plannedStepCount: 1,
      deterministic: false,
      validation: undefined,
    },
  }
  const plan = planEpoch(histories, shape.lengthMax, 100, 3, 0)
  const chunks = [...plan.starts.keys()]
  const tokenCount = plan.lengths.reduce((sum, length) => sum + length, 0)
  const own = openKernels({ memory: space.memory, range: memory.threads[0]!.scratch })
  const loss = new BatchGradient(own, data, 0).compute(plan, chunks, tokenCount, seededRandom(seed))
  const gradients = new Float32Array(space.memory.buffer, memory.threads[0]!.gradients, weights.length)
  return { weights: Float64Array.from(weights), plan, loss, gradients }
}

function assertGradients(options: SequenceModelOptions, seed: number, lossOf: PlainLoss): void {
  const { weights, plan, loss, gradients } = gradientsOf(options, seed)
  assert.ok(Math.abs(loss.sum / loss.count - meanLoss(weights, plan, options.activation, lossOf)) < 1e-4)
  const step = 1e-5
  for (let at = seed % stride; at < weights.length; at += stride) {
    const kept = weights[at]!
    weights[at] = kept + step
    const above = meanLoss(weights, plan, options.activation, lossOf)
    weights[at] = kept - step
    const below = meanLoss(weights, plan, options.activation, lossOf)
    weights[at] = kept
    const expected = (above - below) / (2 * step)
    const found = gradients[at]!
    assert.ok(Math.abs(found - expected) < 2e-5 + 1e-3 * Math.abs(expected), `weight ${at}: ${found}, not ${expected}`)
  }
}

for (const activation of ['gelu', 'swish-gate'] as const)
  test(`gradient: of weights of every tensor, with ${activation} and a softmax over the catalogue`, () => {
    assertGradients({ ...base, activation }, 4, (weights, vector, target) => {
      const logits = Array.from({ length: shape.itemCount }, (_, item) => logitOf(weights, vector, item))
      const own = logits[target]!
      logits.splice(target, 1)
      return crossEntropy(own, logits)
    })
  })

test('gradient: of weights of every tensor, with ReLU and a softmax over sampled items', () => {
  const seed = 4
  const sampler = new NegativeSampler(itemFrequencies(histories.items, 9), base.negativeFrequencyPower)
  const drawn = new Uint32Array(base.negativeCount)
  const corrections = new Float32Array(base.negativeCount)
  sampler.draw(seededRandom(seed), drawn, corrections)
  assertGradients({ ...base, fullSoftmaxItemCountMax: 0, activation: 'relu' }, seed, (weights, vector, target) => {
    const others: number[] = []
    for (const [at, item] of drawn.entries())
      if (item !== target) others.push(logitOf(weights, vector, item) - corrections[at]!)
    return crossEntropy(logitOf(weights, vector, target), others)
  })
})
