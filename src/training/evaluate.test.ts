import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemMetricNames } from '../recipes/metric-names.ts'
import { evaluate } from './evaluate.ts'

const users = (...truths: number[][]) =>
  truths.map(truth => ({ query: Uint32Array.of(9), truth: Uint32Array.from(truth) }))

test('metrics are means over test users, with the documented keys and four decimals', async () => {
  const list = Array.from({ length: 25 }, (_, item) => item)
  const metrics = await evaluate({ tests: users([1, 4], [30], [0]), recommend: () => list, catalogueItemCount: 100 })
  assert.deepEqual(metrics, {
    coverage: 0.25,
    // (1/2 + 0 + 1) / 3
    mean_reciprocal_rank_at_25: 0.5,
    // (0.62406 + 0 + 1) / 3
    normalized_discounted_cumulative_gain_at_5: 0.5414,
    normalized_discounted_cumulative_gain_at_10: 0.5414,
    normalized_discounted_cumulative_gain_at_25: 0.5414,
    precision_at_5: 0.2,
    precision_at_10: 0.1,
    precision_at_25: 0.04,
  })
  assert.deepEqual(Object.keys(metrics).sort(), [...itemMetricNames].sort())
})

test('with event weights there are three more keys, and the heavier event counts more', async () => {
  const heavyFirst = { query: Uint32Array.of(9), truth: Uint32Array.of(1, 2), truthWeights: Float32Array.of(0.3, 0.1) }
  const ndcg = async (list: number[]) => {
    const evaluation = { tests: [heavyFirst], recommend: () => list, catalogueItemCount: 10, meanEventWeight: 0.2 }
    return (await evaluate(evaluation)).normalized_discounted_cumulative_gain_with_event_weights_at_5!
  }
  assert.equal(await ndcg([1, 2]), 1)
  assert.ok((await ndcg([2, 1])) < 1)
  const keys = Object.keys(
    await evaluate({ tests: [heavyFirst], recommend: () => [], catalogueItemCount: 1, meanEventWeight: 1 }),
  )
  assert.equal(keys.filter(key => key.includes('with_event_weights')).length, 3)
})

test('an item that comes twice in the truth is relevant once', async () => {
  const metrics = await evaluate({ tests: users([3, 3]), recommend: () => [3], catalogueItemCount: 5 })
  assert.equal(metrics.normalized_discounted_cumulative_gain_at_5, 1)
  assert.equal(metrics.precision_at_5, 0.2)
})

test('of several events with one item the heaviest counts, wherever it stands', async () => {
  const evaluateWith = (weights: number[]) =>
    evaluate({
      tests: [{ query: Uint32Array.of(9), truth: Uint32Array.of(1, 1, 2), truthWeights: Float32Array.from(weights) }],
      recommend: () => [2],
      catalogueItemCount: 10,
      meanEventWeight: 0.2,
    })
  for (const weights of [
    [0.3, 0.1, 0.2],
    [0.1, 0.3, 0.2],
  ]) {
    // Gains 1.5 and 1, of which only the second was found: 1 / (1.5 + 1/log2 3).
    const metrics = await evaluateWith(weights)
    assert.equal(metrics.normalized_discounted_cumulative_gain_with_event_weights_at_5, 0.4693)
  }
})
