/** Domain use case: most watched videos. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const vodMostPopular: Recipe = {
  name: 'aws-vod-most-popular',
  domain: 'VIDEO_ON_DEMAND',
  recipeType: 'POPULAR_ITEMS',
  algorithm: 'aws-vod-most-popular',
  featureTransformation: 'aws-vod-most-popular',
  description: 'Videos that most users watched.',
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
