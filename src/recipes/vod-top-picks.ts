/** Domain use case: videos for a user. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const vodTopPicks: Recipe = {
  name: 'aws-vod-top-picks',
  domain: 'VIDEO_ON_DEMAND',
  recipeType: 'USER_PERSONALIZATION',
  algorithm: 'aws-vod-top-picks',
  featureTransformation: 'aws-vod-top-picks',
  description: 'Videos for a user, without what the user has watched, with exploration of new ones.',
  createdAt: '2019-06-10T00:00:00.000Z',
  listed: true,
  parameters: [],
  userId: 'required',
  itemId: 'unused',
  scores: 'none',
  supportsEventsConfig: false,
  supportsObjective: false,
  supportsExploration: true,
  metadataByItself: false,
  leavesOut: 'Watch',
}
