/** Domain use case: a shop's items for a user. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const ecommRecommendedForYou: Recipe = {
  name: 'aws-ecomm-recommended-for-you',
  domain: 'ECOMMERCE',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-ecomm-recommended-for-you',
  featureTransformation: 'aws-ecomm-recommended-for-you',
  description: 'Items for a user of a shop, without what the user has purchased, with exploration of new items.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'required',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: true,
  metadataByItself: false,
  leavesOut: 'Purchase',
}
