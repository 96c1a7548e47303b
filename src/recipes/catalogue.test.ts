/** The catalogue as ListRecipes and DescribeRecipe show it: names, order, and parameters that agree with themselves. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRecipe, recipes } from './catalogue.ts'
import { type RecipeParameter, recipeArn } from './recipe.ts'

const isWithin = (parameter: RecipeParameter, value: string): boolean =>
  parameter.kind === 'categorical'
    ? parameter.values.includes(value)
    : Number(value) >= parameter.min && Number(value) <= parameter.max

test('22 recipes are listed and three legacy ones are not', () => {
  assert.equal(recipes.filter(recipe => recipe.listed).length, 22)
  assert.deepEqual(
    recipes.filter(recipe => !recipe.listed).map(recipe => recipe.name),
    ['aws-hrnn', 'aws-hrnn-coldstart', 'aws-hrnn-metadata'],
  )
})

test('recipes are sorted by name and found by ARN', () => {
  const names = recipes.map(recipe => recipe.name)
  assert.deepEqual(names, [...names].sort())
  for (const recipe of recipes) assert.equal(findRecipe(recipeArn(recipe.name)), recipe)
  assert.equal(findRecipe('arn:aws:personalize:::recipe/aws-nothing'), undefined)
})

test('every default lies in its range and parameter names do not repeat', () => {
  for (const recipe of recipes) {
    const names = recipe.parameters.map(parameter => parameter.name)
    assert.equal(new Set(names).size, names.length, recipe.name)
    for (const parameter of recipe.parameters)
      assert.ok(isWithin(parameter, parameter.default), `${recipe.name} ${parameter.name}`)
  }
})

test('creation dates are midnights UTC', () => {
  for (const recipe of recipes) assert.equal(new Date(recipe.createdAt).getTime() % 86400000, 0, recipe.name)
})

test('the domain use cases belong to two domains of five each', () => {
  const count = (domain: string) => recipes.filter(recipe => recipe.domain === domain).length
  assert.deepEqual([count('ECOMMERCE'), count('VIDEO_ON_DEMAND')], [5, 5])
})
