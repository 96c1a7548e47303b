/**
 * Recipes, algorithms and feature transformations as the API describes them. They are no records: the catalogue is part
 * of Attune and the same for every caller. Image, role, resource config and input mode of algorithms are left out; nothing
 * here runs in a container [control-plane page, section 16].
 */

import type { Static } from '../contract/shape.ts'
import { recipes } from '../recipes/catalogue.ts'
import {
  algorithmArn,
  featureTransformationArn,
  type Recipe,
  type RecipeParameter,
  recipeArn,
} from '../recipes/recipe.ts'
import type { Algorithm } from '../resources/algorithm.ts'
import type { FeatureTransformation } from '../resources/feature-transformation.ts'
import type { Recipe as RecipeShape, RecipeSummary } from '../resources/recipe.ts'

/** When this catalogue last changed; the original shows the day of its last deployment. */
const updatedAtSeconds = Date.UTC(2026, 10, 21) / 1000

const datesOf = (recipe: Recipe) => ({
  creationDateTime: Date.parse(recipe.createdAt) / 1000,
  lastUpdatedDateTime: updatedAtSeconds,
})

export const summariseRecipe = (recipe: Recipe): Static<typeof RecipeSummary> => ({
  name: recipe.name,
  recipeArn: recipeArn(recipe.name),
  status: 'ACTIVE',
  ...datesOf(recipe),
  ...(recipe.domain ? { domain: recipe.domain } : {}),
})

export const describedRecipe = (recipe: Recipe): Static<typeof RecipeShape> => ({
  name: recipe.name,
  recipeArn: recipeArn(recipe.name),
  algorithmArn: algorithmArn(recipe.algorithm),
  featureTransformationArn: featureTransformationArn(recipe.featureTransformation),
  status: 'ACTIVE',
  description: recipe.description,
  recipeType: recipe.recipeType,
  ...datesOf(recipe),
})

const parametersOf = (recipe: Recipe, group: RecipeParameter['group']) =>
  recipe.parameters.filter(parameter => parameter.group === group)

const defaultsOf = (parameters: readonly RecipeParameter[]): Record<string, string> =>
  Object.fromEntries(parameters.map(parameter => [parameter.name, parameter.default]))

const rangesOf = (parameters: readonly RecipeParameter[], kind: 'integer' | 'continuous') =>
  parameters.flatMap(parameter =>
    parameter.kind === kind
      ? [{ name: parameter.name, minValue: parameter.min, maxValue: parameter.max, isTunable: parameter.tunable }]
      : [],
  )

const categoriesOf = (parameters: readonly RecipeParameter[]) =>
  parameters.flatMap(parameter =>
    parameter.kind === 'categorical'
      ? [{ name: parameter.name, values: [...parameter.values], isTunable: parameter.tunable }]
      : [],
  )

const describedAlgorithm = (recipe: Recipe): Static<typeof Algorithm> => {
  const parameters = parametersOf(recipe, 'algorithm')
  return {
    name: recipe.algorithm,
    algorithmArn: algorithmArn(recipe.algorithm),
    defaultHyperParameters: defaultsOf(parameters),
    defaultHyperParameterRanges: {
      integerHyperParameterRanges: rangesOf(parameters, 'integer'),
      continuousHyperParameterRanges: rangesOf(parameters, 'continuous'),
      categoricalHyperParameterRanges: categoriesOf(parameters),
    },
    ...datesOf(recipe),
  }
}

export const findAlgorithm = (arn: string): Static<typeof Algorithm> | undefined => {
  const recipe = recipes.find(recipe => algorithmArn(recipe.algorithm) === arn)
  return recipe && describedAlgorithm(recipe)
}

/** Several recipes may share a transformation: the first of them dates it, and its parameters are those of all. */
export const findFeatureTransformation = (arn: string): Static<typeof FeatureTransformation> | undefined => {
  const users = recipes.filter(recipe => featureTransformationArn(recipe.featureTransformation) === arn)
  const [first] = users
  if (!first) return undefined
  return {
    name: first.featureTransformation,
    featureTransformationArn: arn,
    defaultParameters: defaultsOf(users.flatMap(recipe => parametersOf(recipe, 'featureTransformation'))),
    status: 'ACTIVE',
    ...datesOf(first),
  }
}
