/** Item-Attribute-Affinity: users most likely to interact with items of an attribute. Answers only batch segment jobs. */

import { hiddenDimension } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const itemAttributeAffinity: Recipe = {
  name: 'aws-item-attribute-affinity',
  recipeType: 'USER_SEGMENTATION',
  algorithm: 'aws-item-attribute-affinity',
  featureTransformation: 'item-attribute-affinity',
  description:
    'Builds a segment of users for each item attribute that you pass: those most likely to interact with items that have it.',
  createdAt: '2021-08-25T00:00:00.000Z',
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
