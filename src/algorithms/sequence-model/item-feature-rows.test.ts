import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import { fitSequenceModel } from './fit.ts'
import { initialFeatureVectors, itemsOfFeatures, meanFeatureCount } from './item-feature-rows.ts'
import { layoutOf } from './layout.ts'
import { sequenceModelDefaults } from './params.ts'

/** Item 0 has both features, item 1 none, item 2 the second. */
const rows = { featureCount: 2, offsets: Uint32Array.of(0, 2, 2, 3), features: Uint32Array.of(0, 1, 1) }

test('item features: turned round, counted, and begun with shares of their items', () => {
  const { offsets, items } = itemsOfFeatures(rows)
  assert.deepEqual([...offsets], [0, 1, 3])
  assert.deepEqual([...items], [0, 0, 2])
  assert.equal(meanFeatureCount(rows), 1.5)
  // Means 2 and (2 + 5) / 2, each divided by the 1.5 features of an item.
  const vectors = initialFeatureVectors(rows, Float32Array.of(2, 9, 5), 1)
  assert.ok(Math.abs(vectors[0]! - 2 / 1.5) < 1e-6)
  assert.ok(Math.abs(vectors[1]! - 3.5 / 1.5) < 1e-6)
})

const cosine = (one: Float32Array, two: Float32Array): number => {
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0)
  return dot(one, two) / Math.sqrt(dot(one, one) * dot(two, two))
}

for (const [softmax, fullSoftmaxItemCountMax] of [
  ['full', 10_000],
  ['sampled', 0],
] as const)
  test(`item features: an item that was never seen is drawn to those it is like, ${softmax} softmax`, async () => {
    // Users stay within the even or the odd items; items 10 and 11 are never taken. The features are even and odd.
    const random = seededRandom(4)
    const histories = historiesOf(
      Array.from({ length: 300 }, (_, user) => Array.from({ length: 6 }, () => 2 * random.below(5) + (user % 2))),
      12,
    )
    const itemFeatures = {
      featureCount: 2,
      offsets: Uint32Array.from({ length: 13 }, (_, item) => item),
      features: Uint32Array.from({ length: 12 }, (_, item) => item % 2),
    }
    const options = {
      ...sequenceModelDefaults,
      ...{ dimension: 16, hiddenWidth: 32, lengthMax: 8, learningRate: 1e-2, batchTokenCount: 400, epochCount: 10 },
      ...{ dropout: 0.1, fullSoftmaxShare: 1, negativeCount: 16, fullSoftmaxItemCountMax },
    }
    const fit = { threadCount: 2, seed: 1, itemFeatures }
    const { params } = await fitSequenceModel(histories, options, fit)
    const { items } = layoutOf(params.shape)
    const vectorOf = (item: number) => params.weights.subarray(items + 16 * item, items + 16 * (item + 1))
    const feature = params.featureVectors!.subarray(0, 16)
    const [alike, other] = [cosine(feature, vectorOf(2)), cosine(feature, vectorOf(3))]
    assert.ok(alike > other + 0.5, `${alike} and ${other}`)
    assert.deepEqual((await fitSequenceModel(histories, options, fit)).params, params)
  })
