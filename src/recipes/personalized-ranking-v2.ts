/** Personalized-Ranking, second version: orders a given list of items for a user. */

import { applyRecencyBias } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const personalizedRankingV2: Recipe = {
  name: 'aws-personalized-ranking-v2',
  recipeType: 'PERSONALIZED_RANKING',
  algorithm: 'aws-personalized-ranking-v2',
  featureTransformation: 'aws-personalized-ranking-v2',
  description:
    'Puts a list of items that you pass into the order a user is likely to prefer, from the order of what the user did so far. Learns from event types and their weights.',
  createdAt: '2024-01-01T00:00:00.000Z',
  listed: true,
  parameters: [applyRecencyBias],
  userId: 'required',
  itemId: 'unused',
  scores: 'request',
  supportsEventsConfig: true,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: true,
  readsItems: true,
  readsSituations: true,
  trainer: 'blend',
}
