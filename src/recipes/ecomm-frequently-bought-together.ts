/** Domain use case: items bought together with an item. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const ecommFrequentlyBoughtTogether: Recipe = {
  name: 'aws-ecomm-frequently-bought-together',
  domain: 'ECOMMERCE',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-ecomm-frequently-bought-together',
  featureTransformation: 'aws-ecomm-frequently-bought-together',
  description: 'Items that customers buy together with a given item.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'for-filter',
  itemId: 'required',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
}
