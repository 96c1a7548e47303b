/** Semantic-Similarity: related items by the meaning of their names and descriptions. The catalogue's date is inferred. */

import type { Recipe } from './recipe.ts'

export const semanticSimilarity: Recipe = {
  name: 'aws-semantic-similarity',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-semantic-similarity',
  featureTransformation: 'aws-semantic-similarity',
  description:
    'Finds items whose name and description mean something similar to those of a given item; needs no interactions.',
  createdAt: '2025-01-01T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'for-filter',
  itemId: 'required',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: true,
}
