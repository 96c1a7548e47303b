/** HRNN for cold items. Legacy: not listed, and still trained and served, since existing programs name it. */

import { bptt, coldStart, hiddenDimension, historyLengthPercentiles, recencyMask } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const hrnnColdstart: Recipe = {
  name: 'aws-hrnn-coldstart',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-hrnn-coldstart',
  featureTransformation: 'featurize_coldstart',
  description: 'Legacy recipe: as aws-hrnn-metadata, with exploration of new items. Use aws-user-personalization.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: false,
  parameters: [hiddenDimension(149), bptt, recencyMask, ...historyLengthPercentiles('0.0', '0.99'), ...coldStart],
  userId: 'required',
  itemId: 'unused',
  scores: 'catalogue',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
  readsItems: true,
  readsSituations: true,
  trainer: 'blend',
}
