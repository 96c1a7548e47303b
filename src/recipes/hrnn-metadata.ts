/** HRNN with metadata. Legacy: not listed, and still trained and served, since existing programs name it. */

import { bptt, hiddenDimension, historyLengthPercentiles, recencyMask } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const hrnnMetadata: Recipe = {
  name: 'aws-hrnn-metadata',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-hrnn-metadata',
  featureTransformation: 'featurize_metadata',
  description: 'Legacy recipe: as aws-hrnn, with metadata of items and users. Use aws-user-personalization.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: false,
  parameters: [hiddenDimension(43), bptt, recencyMask, ...historyLengthPercentiles('0.0', '0.99')],
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
