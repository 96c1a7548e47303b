/** What a recipe looks like on the wire. */

import { oneOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Domain, Name, Status } from '../contract/shapes/common.ts'

export const Recipe = structure({
  name: optional(Name),
  recipeArn: optional(Arn),
  algorithmArn: optional(Arn),
  featureTransformationArn: optional(Arn),
  status: optional(Status),
  description: optional(text()),
  creationDateTime: optional(timestamp()),
  recipeType: optional(text({ max: 256 })),
  lastUpdatedDateTime: optional(timestamp()),
})

export const RecipeProvider = oneOf('SERVICE')

export const RecipeSummary = structure({
  name: optional(Name),
  recipeArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  domain: optional(Domain),
})
