/** Recipes, algorithms and feature transformations, and the paging that published notebooks depend on. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { recipe, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { recipes } from '../../recipes/catalogue.ts'
import { describeAlgorithm } from '../algorithm/describe-algorithm.ts'
import { describeFeatureTransformation } from '../feature-transformation/describe-feature-transformation.ts'
import { describeRecipe } from './describe-recipe.ts'
import { listRecipes } from './list-recipes.ts'

const algorithm = (name: string) => `arn:aws:personalize:::algorithm/${name}`
const transformation = (name: string) => `arn:aws:personalize:::feature-transformation/${name}`

let plane: ControlPlane
before(async () => {
  plane = await openControlPlane()
})
after(() => plane.close())

test('the list comes in two pages of 11, and the first always has a token, with a domain too', async () => {
  const first = await plane.call(listRecipes)
  const second = await plane.call(listRecipes, { nextToken: first.nextToken })
  assert.deepEqual([first.recipes?.length, second.recipes?.length], [11, 11])
  assert.equal('nextToken' in second, false)
  const names = [...(first.recipes ?? []), ...(second.recipes ?? [])].map(recipe => recipe.name)
  assert.deepEqual(names, [...names].sort())
  for (const domain of ['ECOMMERCE', 'VIDEO_ON_DEMAND']) {
    const one = await plane.call(listRecipes, { domain })
    const two = await plane.call(listRecipes, { domain, nextToken: one.nextToken })
    const found = [...(one.recipes ?? []), ...(two.recipes ?? [])]
    assert.equal(found.length, 5)
    assert.deepEqual(new Set(found.map(recipe => recipe.domain)), new Set([domain]))
    assert.equal('nextToken' in two, false)
    await refuses(plane.call(listRecipes, { nextToken: one.nextToken }), 'InvalidNextTokenException')
  }
})

test('maxResults sets the page, up to all of them', async () => {
  const all = await plane.call(listRecipes, { maxResults: 100 })
  assert.equal(all.recipes?.length, 22)
  assert.equal('nextToken' in all, false)
  const few = await plane.call(listRecipes, { maxResults: 3, recipeProvider: 'SERVICE' })
  assert.equal(few.recipes?.length, 3)
})

test('a summary has the recorded dates; domain is absent for custom recipes', async () => {
  const { recipes: all } = await plane.call(listRecipes, { maxResults: 100 })
  const sims = all?.find(recipe => recipe.name === 'aws-sims')
  assert.equal(sims?.creationDateTime, Date.UTC(2019, 5, 10) / 1000)
  assert.equal(sims?.status, 'ACTIVE')
  assert.equal('domain' in (sims ?? {}), false)
})

test('every recipe, the legacy ones too, leads to its algorithm and its transformation', async () => {
  for (const { name } of recipes) {
    const { recipe: described } = await plane.call(describeRecipe, { recipeArn: recipe(name) })
    const { algorithmArn, featureTransformationArn } = described ?? {}
    assert.equal(described?.name, name)
    assert.equal((await plane.call(describeAlgorithm, { algorithmArn })).algorithm?.algorithmArn, algorithmArn)
    const answer = await plane.call(describeFeatureTransformation, { featureTransformationArn })
    assert.equal(answer.featureTransformation?.featureTransformationArn, featureTransformationArn)
  }
})

test('an algorithm gives defaults and ranges as the recipe page has them', async () => {
  const answer = await plane.call(describeAlgorithm, { algorithmArn: algorithm('aws-user-personalization') })
  assert.deepEqual(answer.algorithm?.defaultHyperParameters, {
    hidden_dimension: '149',
    bptt: '32',
    recency_mask: 'true',
  })
  const ranges = answer.algorithm?.defaultHyperParameterRanges
  assert.deepEqual(ranges?.integerHyperParameterRanges, [
    { name: 'hidden_dimension', minValue: 32, maxValue: 256, isTunable: true },
    { name: 'bptt', minValue: 2, maxValue: 32, isTunable: true },
  ])
  assert.deepEqual(ranges?.continuousHyperParameterRanges, [])
  assert.equal(ranges?.categoricalHyperParameterRanges?.[0]?.name, 'recency_mask')
})

test('a shared transformation has the parameters of the recipe that brings them', async () => {
  const answer = await plane.call(describeFeatureTransformation, { featureTransformationArn: transformation('sims') })
  assert.equal(answer.featureTransformation?.defaultParameters?.min_item_interaction_count_percentile, '0.01')
})

test('unknown ones', async () => {
  const text = `The given recipe does not exist: ${recipe('aws-none')}`
  await refuses(plane.call(describeRecipe, { recipeArn: recipe('aws-none') }), 'ResourceNotFoundException', text)
  await refuses(plane.call(describeAlgorithm, { algorithmArn: algorithm('x') }), 'ResourceNotFoundException')
  const unknown = { featureTransformationArn: transformation('x') }
  await refuses(plane.call(describeFeatureTransformation, unknown), 'ResourceNotFoundException')
})
