/**
 * User-Personalization, first version: one order of the whole catalogue for each user. Campaigns may ask it to explore
 * new items. Trained as a blend: closed forms, and a sequence model where it wins.
 */

import { bptt, hiddenDimension, historyLengthPercentiles, recencyMask } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const userPersonalization: Recipe = {
  name: 'aws-user-personalization',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-user-personalization',
  featureTransformation: 'JSON-percentile-filtering',
  description:
    'Recommends items to each user from the sequence of past interactions, and can mix in new items to learn how users take them.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [hiddenDimension(149), bptt, recencyMask, ...historyLengthPercentiles('0.0', '0.99')],
  userId: 'required',
  itemId: 'unused',
  scores: 'catalogue',
  supportsEventsConfig: false,
  supportsObjective: true,
  supportsExploration: true,
  metadataByItself: false,
  readsItems: true,
  placesLateItems: true,
  readsSituations: true,
  trainer: 'blend',
}
