/**
 * Popularity-Count: the same list for everyone, items by the number of distinct users. The baseline to beat. Its page in
 * the guide states the type USER_PERSONALIZATION, so we do too [doc].
 */

import type { Recipe } from './recipe.ts'

export const popularityCount: Recipe = {
  name: 'aws-popularity-count',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-popularity-count',
  featureTransformation: 'sims',
  description:
    'Ranks items by how many different users interacted with them; everyone gets the same list. A baseline to compare other recipes with.',
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
  trainer: 'popularity',
}
