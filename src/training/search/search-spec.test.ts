/** From what a solution asks to what is searched. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recipeArn } from '../../recipes/recipe.ts'
import { searchSpecOf } from './search-spec.ts'

const v1 = recipeArn('aws-user-personalization')

test('without performHPO or performAutoML nothing is searched', () => {
  assert.equal(searchSpecOf({ recipeArn: v1, performHPO: false, performAutoML: false }), undefined)
})

test('ranges, with or without the prefixes of recorded answers; what is fixed stays, the rest keeps its default', () => {
  const search = searchSpecOf({
    recipeArn: v1,
    performHPO: true,
    solutionConfig: {
      algorithmHyperParameters: { hidden_dimension: '64' },
      featureTransformationParameters: { max_user_history_length_percentile: '0.9' },
      hpoConfig: {
        hpoResourceConfig: { maxNumberOfTrainingJobs: '6', maxParallelTrainingJobs: '3' },
        algorithmHyperParameterRanges: {
          integerHyperParameterRanges: [
            { name: 'training.bptt', minValue: 4, maxValue: 16 },
            { name: 'hidden_dimension', minValue: 32, maxValue: 64 },
          ],
          continuousHyperParameterRanges: [],
          categoricalHyperParameterRanges: [],
        },
      },
    },
  })
  assert.deepEqual([search?.trialCount, search?.parallelCountMax], [6, 3])
  assert.deepEqual(search?.spaces, [
    {
      recipeArn: v1,
      fixed: {
        algorithmHyperParameters: { hidden_dimension: '64' },
        featureTransformationParameters: { max_user_history_length_percentile: '0.9' },
      },
      dimensions: [{ name: 'bptt', kind: 'integer', min: 4, max: 16 }],
      defaults: { bptt: '32', recency_mask: 'true' },
    },
  ])
})

test('how many trials, and how many at a time, where it is not said', () => {
  const search = searchSpecOf({ recipeArn: v1, performHPO: true })
  assert.deepEqual([search?.trialCount, search?.parallelCountMax], [10, 4])
  const automatic = searchSpecOf({ performAutoML: true })
  assert.deepEqual([automatic?.trialCount, automatic?.parallelCountMax], [4, 4])
})

test('without ranges every tunable parameter is tried over its range', () => {
  const search = searchSpecOf({ recipeArn: recipeArn('aws-sims'), performHPO: true })
  assert.deepEqual(
    search?.spaces[0]?.dimensions.map(({ name }) => name),
    ['popularity_discount_factor', 'min_cointeraction_count'],
  )
})

test('AutoML: recipes of the list that can be trained, nothing else of the configuration', () => {
  const auto = (autoMLConfig: object) =>
    searchSpecOf({ performAutoML: true, solutionConfig: { algorithmHyperParameters: { bptt: '3' }, autoMLConfig } })
  const listed = auto({ recipeList: [v1, recipeArn('none')], metricName: 'coverage' })
  assert.deepEqual(
    listed?.spaces.map(({ recipeArn, fixed }) => [recipeArn, fixed]),
    [[v1, { algorithmHyperParameters: {} }]],
  )
  assert.equal(listed?.metric, 'coverage')
  assert.ok(auto({})!.spaces.length > 1)
})
