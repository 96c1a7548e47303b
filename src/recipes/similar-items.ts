/** Similar-Items: related items by co-occurrence and by metadata, so that new items have neighbours too. */

import { itemIdHiddenDim, itemMetadataHiddenDim, popularityDiscountFactor } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const similarItems: Recipe = {
  name: 'aws-similar-items',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-similar-items',
  featureTransformation: 'aws-similar-items',
  description: 'Finds items similar to a given item from interactions and item metadata together, new items included.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [popularityDiscountFactor('0.0', false), itemIdHiddenDim, itemMetadataHiddenDim],
  userId: 'for-filter',
  itemId: 'required',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
  readsItems: true,
  trainer: 'similar-items',
}
