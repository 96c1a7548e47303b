/** Domain use case: videos like a video. Type and ARNs are inferred. */

import type { Recipe } from './recipe.ts'

export const vodMoreLikeX: Recipe = {
  name: 'aws-vod-more-like-x',
  domain: 'VIDEO_ON_DEMAND',
  recipeType: 'RELATED_ITEMS',
  algorithm: 'aws-vod-more-like-x',
  featureTransformation: 'aws-vod-more-like-x',
  description: 'Videos similar to a given video by interactions and metadata, without what the user has watched.',
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
