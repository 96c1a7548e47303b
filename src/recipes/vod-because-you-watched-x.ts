/** Domain use case: videos for those who watched a video. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const vodBecauseYouWatchedX: Recipe = {
  name: 'aws-vod-because-you-watched-x',
  domain: 'VIDEO_ON_DEMAND',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-vod-because-you-watched-x',
  featureTransformation: 'aws-vod-because-you-watched-x',
  description: 'Videos that other users watched who watched a given video, without what the user has watched.',
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
  leavesOut: 'Watch',
}
