import { listOf, optional, structure } from '../../contract/shape.ts'
import { Domain, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { RecipeProvider, RecipeSummary } from '../../resources/recipe.ts'
import { operation } from '../operation.ts'

export const listRecipes = operation({
  service: 'personalize',
  name: 'ListRecipes',
  idempotent: true,
  input: structure({
    recipeProvider: optional(RecipeProvider),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
    domain: optional(Domain),
  }),
  output: structure({
    recipes: optional(listOf(RecipeSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidNextTokenException', 'InvalidInputException'],
})
