import { listOf, optional, structure } from '../../contract/shape.ts'
import { Domain, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { recipes } from '../../recipes/catalogue.ts'
import { RecipeProvider, RecipeSummary } from '../../resources/recipe.ts'
import { summariseRecipe } from '../catalogue-answers.ts'
import { operation } from '../operation.ts'
import { readToken, writeToken } from '../page-token.ts'

/**
 * Without maxResults the first page always carried a token, also with a domain: the 22 recipes are cut into pages of 11
 * before the domain is looked at. Published notebooks index the token without testing [sample: control-plane page, 7.1].
 */
const pageSizeDefault = 11

const listed = recipes.filter(recipe => recipe.listed)

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
  handle: async ({ recipeProvider, domain, nextToken, maxResults }, { caller }) => {
    const scope = { operation: 'ListRecipes', caller, filters: { recipeProvider, domain } }
    const after = nextToken === undefined ? '' : String(readToken(scope, nextToken).key)
    const rest = listed.filter(recipe => recipe.name > after)
    const page = rest.slice(0, maxResults ?? pageSizeDefault)
    const last = page.at(-1)
    return {
      recipes: page.filter(recipe => domain === undefined || recipe.domain === domain).map(summariseRecipe),
      nextToken: last && rest.length > page.length ? writeToken(scope, { key: last.name, arn: '' }) : undefined,
    }
  },
})
