/** Domain use case: videos on the rise. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const vodTrendingNow: Recipe = {
  name: 'aws-vod-trending-now',
  domain: 'VIDEO_ON_DEMAND',
  recipeType: 'POPULAR_ITEMS',
  algorithm: 'aws-vod-trending-now',
  featureTransformation: 'aws-vod-trending-now',
  description: 'Videos whose popularity is growing fastest.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'for-filter',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
}
