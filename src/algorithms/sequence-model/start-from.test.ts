import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { ringHistories } from '../algorithms.contract.ts'
import { fitSequenceModel } from './fit.ts'
import { initialWeights } from './initial-weights.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import { continuing, sequenceModelDefaults } from './params.ts'
import { startFrom } from './start-from.ts'

const shape: ModelShape = {
  ...{
    itemCount: 5,
    dimension: 16,
    blockCount: 1,
    headCount: 2,
    hiddenWidth: 16,
    lengthMax: 4,
    hasDistanceBiases: true,
  },
}

test('start: known items move to their new place, new ones keep their noise, the rest is taken over', () => {
  const former = { shape, weights: initialWeights(shape, seededRandom(1)), logPrior: new Float32Array(5) }
  former.weights[layoutOf(shape).itemBiases + 4] = 3
  const grown = { ...shape, itemCount: 6 }
  const weights = initialWeights(grown, seededRandom(2))
  const noise = weights.slice(0, 16)
  startFrom(weights, grown, { params: former, formerItems: Int32Array.of(-1, 4, 0, 1, 2, 3) })
  assert.deepEqual(weights.subarray(0, 16), noise)
  assert.deepEqual(weights.subarray(16, 32), former.weights.subarray(4 * 16, 5 * 16))
  const [layout, formerLayout] = [layoutOf(grown), layoutOf(shape)]
  assert.equal(weights[layout.itemBiases + 1], 3)
  assert.deepEqual(weights.subarray(layout.positions), former.weights.subarray(formerLayout.positions))
  assert.throws(() => startFrom(weights, { ...grown, blockCount: 2 }, { params: former }), /same shape/)
})

test('start: a training that goes on begins where the former one ended', async () => {
  const options = {
    ...sequenceModelDefaults,
    ...{ dimension: 16, hiddenWidth: 32, lengthMax: 8, learningRate: 1e-2, batchTokenCount: 400, epochCount: 12 },
    ...{ dropout: 0.1, fullSoftmaxShare: 1 },
  }
  const fit = { threadCount: 1, seed: 1 }
  const first = await fitSequenceModel(ringHistories(200, 1), options, fit)
  const more = await fitSequenceModel(ringHistories(220, 2), continuing(options), {
    ...fit,
    start: { params: first.params },
  })
  assert.equal(more.curve.length, 2)
  assert.ok(more.curve[0]!.loss < first.curve[0]!.loss - 0.3)
  // A tenth of the users is new, and the others are known by heart to some part.
  assert.ok(more.curve[1]!.loss < first.curve.at(-1)!.loss + 0.2)
})
