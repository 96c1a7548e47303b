/** What the configuration of a solution means to a training: events, parameters, history lengths. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Histories } from '../algorithms/histories.ts'
import { eventRulesOf } from '../recipes/event-rules.ts'
import { sims } from '../recipes/sims.ts'
import { userPersonalization } from '../recipes/user-personalization.ts'
import { userPersonalizationV2 } from '../recipes/user-personalization-v2.ts'
import { withinHistoryLengths } from './history-length.ts'
import { ParameterValues } from './parameter-values.ts'

test('without event settings every interaction trains', () => {
  assert.deepEqual(eventRulesOf(userPersonalization, {}), { rules: [] })
})

test('event type and threshold make one rule', () => {
  const selection = { eventType: 'buy', solutionConfig: { eventValueThreshold: '3.5' } }
  assert.deepEqual(eventRulesOf(sims, selection).rules, [{ eventType: 'buy', eventValueMin: 3.5, weight: 1 }])
})

test('an eventsConfig gives a rule for each listed type, and only ratios of weights count', () => {
  const withWeights = (view: number, buy: number) =>
    eventRulesOf(userPersonalizationV2, {
      solutionConfig: {
        eventsConfig: {
          eventParametersList: [
            { eventType: 'view', weight: view, eventValueThreshold: 2 },
            { eventType: 'buy', weight: buy },
          ],
        },
      },
    })
  assert.deepEqual(withWeights(0.25, 0.5), withWeights(0.5, 1))
  assert.deepEqual(withWeights(0.25, 0.5), {
    rules: [
      { eventType: 'view', eventValueMin: 2, weight: 0.5 },
      { eventType: 'buy', weight: 1 },
    ],
    meanWeight: 0.75,
  })
})

test('given parameters stand over defaults, by the map they belong to', () => {
  const values = new ParameterValues(sims, { algorithmHyperParameters: { min_cointeraction_count: '0' } })
  assert.equal(values.number('min_cointeraction_count'), 0)
  assert.equal(values.number('popularity_discount_factor'), 0.5)
  const misplaced = { featureTransformationParameters: { min_cointeraction_count: '0' } }
  assert.equal(new ParameterValues(sims, misplaced).number('min_cointeraction_count'), 3)
})

test('users outside the percentiles of history length do not train', () => {
  const lengths = [1, 2, 3, 4, 100]
  const offsets = Uint32Array.from([0, 1, 3, 6, 10, 110])
  const items = new Uint32Array(110)
  const data: Histories = { userCount: 5, itemCount: 1, offsets, items, times: new Float64Array(110) }
  const kept = (least: string, most: string) => {
    const parameters = { min_user_history_length_percentile: least, max_user_history_length_percentile: most }
    const values = new ParameterValues(userPersonalization, { featureTransformationParameters: parameters })
    const { offsets: ends, userCount } = withinHistoryLengths(data, values)
    return Array.from({ length: userCount }, (_, user) => ends[user + 1]! - ends[user]!)
  }
  assert.deepEqual(kept('0.0', '1.0'), lengths)
  assert.deepEqual(kept('0.0', '0.8'), [1, 2, 3, 4])
  assert.deepEqual(kept('0.4', '0.8'), [2, 3, 4])
})
