/** Item-Affinity: users most likely to interact with given items. Answers only batch segment jobs. */

import { hiddenDimension } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const itemAffinity: Recipe = {
  name: 'aws-item-affinity',
  recipeType: 'USER_SEGMENTATION',
  algorithm: 'aws-item-affinity',
  featureTransformation: 'item-affinity',
  description: 'Builds a segment of users for each item that you pass: those most likely to interact with it.',
  createdAt: '2021-07-15T00:00:00.000Z',
  listed: true,
  parameters: [hiddenDimension(149, false)],
  userId: 'unused',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
}
