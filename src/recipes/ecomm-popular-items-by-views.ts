/** Domain use case: most viewed items. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const ecommPopularItemsByViews: Recipe = {
  name: 'aws-ecomm-popular-items-by-views',
  domain: 'ECOMMERCE',
  recipeType: 'POPULAR_ITEMS',
  algorithm: 'aws-ecomm-popular-items-by-views',
  featureTransformation: 'aws-ecomm-popular-items-by-views',
  description: 'Items that most users viewed.',
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
