/** Domain use case: items that viewers of an item also viewed. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const ecommCustomersWhoViewedXAlsoViewed: Recipe = {
  name: 'aws-ecomm-customers-who-viewed-x-also-viewed',
  domain: 'ECOMMERCE',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-ecomm-customers-who-viewed-x-also-viewed',
  featureTransformation: 'aws-ecomm-customers-who-viewed-x-also-viewed',
  description: 'Items that customers who viewed a given item also viewed, without what the user has purchased.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'required',
  itemId: 'required',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
  leavesOut: 'Purchase',
}
