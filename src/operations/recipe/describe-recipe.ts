import { notFound } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { findRecipe } from '../../recipes/catalogue.ts'
import { Recipe } from '../../resources/recipe.ts'
import { describedRecipe } from '../catalogue-answers.ts'
import { operation } from '../operation.ts'

export const describeRecipe = operation({
  service: 'personalize',
  name: 'DescribeRecipe',
  idempotent: true,
  input: structure({
    recipeArn: Arn,
  }),
  output: structure({
    recipe: optional(Recipe),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ recipeArn }) => {
    const recipe = findRecipe(recipeArn)
    if (!recipe) throw notFound('recipe', recipeArn)
    return { recipe: describedRecipe(recipe) }
  },
})
