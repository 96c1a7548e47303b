import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Recipe } from '../../resources/recipe.ts'
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
})
