/** SIMS: items related to an item because the same users interacted with both. */

import {
  historyLengthPercentiles,
  itemInteractionCountPercentiles,
  minCointeractionCount,
  popularityDiscountFactor,
} from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const sims: Recipe = {
  name: 'aws-sims',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-sims',
  featureTransformation: 'sims',
  description: 'Finds items similar to a given item: those that occur together with it in the histories of users.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [
    popularityDiscountFactor('0.5', true),
    minCointeractionCount,
    ...historyLengthPercentiles('0.005', '0.995'),
    ...itemInteractionCountPercentiles,
  ],
  userId: 'for-filter',
  itemId: 'required',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
  trainer: 'co-occurrence',
}
