import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recipes } from '../recipes/catalogue.ts'
import { trendDiscoveryFrequency } from '../recipes/parameters.ts'
import { recipeArn } from '../recipes/recipe.ts'
import { updateIntervalMs, updatesOf } from './update-interval.ts'

const hourMs = 3_600_000
const settings = { updateIntervalMs: 2 * hourMs }

const intervalOf = (recipe: string, frequency?: string) =>
  updateIntervalMs(
    {
      recipeArn: recipeArn(recipe),
      solutionConfig: {
        featureTransformationParameters: frequency === undefined ? {} : { trend_discovery_frequency: frequency },
      },
    },
    settings,
  )

test('user personalization is updated every two hours, other recipes are not', () => {
  const updated = recipes.map(({ name }) => name).filter(name => intervalOf(name) === 2 * hourMs)
  assert.deepEqual(updated, [
    'aws-ecomm-recommended-for-you',
    'aws-trending-now',
    'aws-user-personalization',
    'aws-user-personalization-v2',
    'aws-vod-top-picks',
    'aws-vod-trending-now',
  ])
  assert.equal(intervalOf('aws-personalized-ranking'), undefined)
  assert.equal(intervalOf('aws-sims'), undefined)
})

test('trends are found anew as often as their steps are long, and no less often than models are updated', () => {
  const values = trendDiscoveryFrequency.kind === 'categorical' ? trendDiscoveryFrequency.values : []
  const hours = values.map(value => (intervalOf('aws-trending-now', value) ?? Number.NaN) / hourMs)
  assert.deepEqual(hours, [0.5, 1, 2, 2, 2])
})

test('0 turns updates off, those of trends too', () => {
  const none = (recipe: string) => updatesOf('arn', { recipeArn: recipeArn(recipe) }, { updateIntervalMs: 0 })
  assert.deepEqual([none('aws-user-personalization'), none('aws-trending-now')], [[], []])
})
