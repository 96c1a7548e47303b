/** Next-Best-Action: which action a user is likely to take, such as joining a programme. */

import { actionOptimizationPeriod } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const nextBestAction: Recipe = {
  name: 'aws-next-best-action',
  recipeType: 'PERSONALIZED_ACTIONS',
  algorithm: 'aws-next-best-action',
  featureTransformation: 'aws-next-best-action',
  description: 'Recommends the actions that a user is most likely to take, with the probability of taking each.',
  createdAt: '2023-08-11T00:00:00.000Z',
  listed: true,
  parameters: [actionOptimizationPeriod],
  userId: 'required',
  itemId: 'unused',
  scores: 'probability',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: false,
}
