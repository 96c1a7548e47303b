import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../../algorithms/algorithms.contract.ts'
import type { Histories } from '../../algorithms/histories.ts'
import { trendingNow } from '../../recipes/trending-now.ts'
import { ParameterValues } from '../parameter-values.ts'
import { stepSecondsOf, trendingTrainer } from './trending.ts'

const hour = 3600
const frequency = (text: string) =>
  new ParameterValues(trendingNow, { featureTransformationParameters: { trend_discovery_frequency: text } })

test('the step is what trend_discovery_frequency says, for every value it may have', () => {
  const [parameter] = trendingNow.parameters
  assert.ok(parameter?.kind === 'categorical')
  const steps = parameter.values.map(value => stepSecondsOf(frequency(value)))
  assert.deepEqual(steps, [0.5 * hour, hour, 2 * hour, 3 * hour, 24 * hour])
})

/** Every hour ten new users; item `wave` of the hour has eight of them and item 99 two. Waves last `length` hours. */
function waves(length: number): Histories {
  const rows = Array.from({ length: 480 }, (_, user) => [
    user % 10 < 8 ? Math.floor(Math.floor(user / 10) / length) : 99,
  ])
  return {
    ...historiesOf(rows, 100),
    times: Float64Array.from(rows, (_, user) => (Math.floor(user / 10) + 0.5) * hour),
  }
}

test('the accuracy of forecasts is high where trends last and low where they are over when they are seen', () => {
  const accuracy = (length: number) =>
    trendingTrainer.ownMetrics!(waves(length), frequency('1 hour')).trend_prediction_accuracy!
  assert.ok(accuracy(6) > 0.8, String(accuracy(6)))
  assert.ok(accuracy(1) < 0.2, String(accuracy(1)))
})

test('without any growth the accuracy is 0', () => {
  const still = { ...historiesOf([[1], [1]], 3), times: Float64Array.of(5, 5) }
  assert.deepEqual(trendingTrainer.ownMetrics!(still, frequency('1 day')), { trend_prediction_accuracy: 0 })
})
