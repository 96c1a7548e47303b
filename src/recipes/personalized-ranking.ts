/**
 * Personalized-Ranking, first version: orders a given list of items for a user. The model of User-Personalization
 * without exploration.
 */

import { bptt, hiddenDimension, historyLengthPercentiles, recencyMask } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const personalizedRanking: Recipe = {
  name: 'aws-personalized-ranking',
  recipeType: 'PERSONALIZED_RANKING',
  algorithm: 'aws-personalized-ranking',
  featureTransformation: 'JSON-percentile-filtering',
  description: 'Puts a list of items that you pass, such as search results, into the order a user is likely to prefer.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [hiddenDimension(149), bptt, recencyMask, ...historyLengthPercentiles('0.0', '0.99')],
  userId: 'required',
  itemId: 'unused',
  scores: 'request',
  supportsEventsConfig: false,
  supportsObjective: true,
  supportsExploration: false,
  metadataByItself: false,
  readsItems: true,
  readsSituations: true,
  trainer: 'blend',
}
