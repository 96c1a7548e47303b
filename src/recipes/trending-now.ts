/** Trending-Now: items whose popularity rises fastest between the last two time steps. */

import { trendDiscoveryFrequency } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const trendingNow: Recipe = {
  name: 'aws-trending-now',
  recipeType: 'POPULAR_ITEMS',
  algorithm: 'aws-trending-now-custom',
  featureTransformation: 'aws-trending-now',
  description: 'Finds the items whose popularity is growing fastest, at a time step you choose.',
  createdAt: '2022-10-01T00:00:00.000Z',
  listed: true,
  parameters: [trendDiscoveryFrequency],
  userId: 'for-filter',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
  trainer: 'trending',
}
