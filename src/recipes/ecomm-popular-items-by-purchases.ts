/** Domain use case: most purchased items. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const ecommPopularItemsByPurchases: Recipe = {
  name: 'aws-ecomm-popular-items-by-purchases',
  domain: 'ECOMMERCE',
  recipeType: 'POPULAR_ITEMS',
  algorithm: 'aws-ecomm-popular-items-by-purchases',
  featureTransformation: 'aws-ecomm-popular-items-by-purchases',
  description: 'Items that most users purchased.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'required',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
}
