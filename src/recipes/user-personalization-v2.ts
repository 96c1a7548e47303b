/**
 * User-Personalization, second version: one order of the whole catalogue for each user, read from the user's history.
 * Trained as a blend: closed forms, and a sequence model where it wins.
 */

import { applyRecencyBias } from './parameters.ts'
import type { Recipe } from './recipe.ts'

export const userPersonalizationV2: Recipe = {
  name: 'aws-user-personalization-v2',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-user-personalization-v2',
  featureTransformation: 'aws-user-personalization-v2',
  description:
    'Recommends the items of the whole catalogue that a user is most likely to interact with next, from the order of what the user did so far. Learns from event types and their weights.',
  createdAt: '2024-01-01T00:00:00.000Z',
  listed: true,
  parameters: [applyRecencyBias],
  userId: 'required',
  itemId: 'unused',
  scores: 'catalogue',
  supportsEventsConfig: true,
  supportsObjective: false,
  supportsExploration: false,
  metadataByItself: true,
  readsItems: true,
  placesLateItems: true,
  readsSituations: true,
  trainer: 'blend',
}
