/**
 * Which recipe a solution is made with. Domain recipes are for recommenders, actions are for custom groups [control-plane
 * page, sections 4.1, 4.6, 10.4]. The HRNN family, which the service no longer lists, is taken: programs name it. With
 * AutoML the service chooses and the caller must not [doc].
 */

import { invalidInput, notFound } from '../../contract/errors.ts'
import { findRecipe } from '../../recipes/catalogue.ts'
import type { Recipe } from '../../recipes/recipe.ts'

const find = (arn: string): Recipe => {
  const recipe = findRecipe(arn)
  if (!recipe) throw notFound('recipe', arn)
  return recipe
}

const checkCreatable = (recipe: Recipe, groupDomain: string | undefined): void => {
  if (recipe.domain)
    throw invalidInput(`${recipe.name} is a recipe for recommenders; a solution needs a custom recipe.`)
  if (recipe.recipeType === 'PERSONALIZED_ACTIONS' && groupDomain !== undefined) {
    throw invalidInput(`${recipe.name} cannot be used in a dataset group with the domain ${groupDomain}.`)
  }
}

/** Undefined: AutoML is to choose. */
export const chooseRecipe = (
  recipeArn: string | undefined,
  performAutoML: boolean | undefined,
  groupDomain: string | undefined,
): Recipe | undefined => {
  if (performAutoML) {
    if (recipeArn !== undefined) throw invalidInput('recipeArn must not be given with performAutoML.')
    return undefined
  }
  if (recipeArn === undefined) throw invalidInput('recipeArn is required unless performAutoML is true.')
  const recipe = find(recipeArn)
  checkCreatable(recipe, groupDomain)
  return recipe
}
