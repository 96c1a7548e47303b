/** What a campaign looks like on the wire. */

import { boolean, optional, structure, text, timestamp } from '../contract/shape.ts'
import {
  Arn,
  HyperParameters,
  Name,
  RankingInfluence,
  Status,
  TransactionsPerSecond,
} from '../contract/shapes/common.ts'

export const CampaignConfig = structure({
  itemExplorationConfig: optional(HyperParameters),
  enableMetadataWithRecommendations: optional(boolean()),
  syncWithLatestSolutionVersion: optional(boolean()),
  rankingInfluence: optional(RankingInfluence),
})

export const CampaignUpdateSummary = structure({
  solutionVersionArn: optional(Arn),
  minProvisionedTPS: optional(TransactionsPerSecond),
  campaignConfig: optional(CampaignConfig),
  status: optional(Status),
  failureReason: optional(text()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const Campaign = structure({
  name: optional(Name),
  campaignArn: optional(Arn),
  solutionVersionArn: optional(Arn),
  minProvisionedTPS: optional(TransactionsPerSecond),
  campaignConfig: optional(CampaignConfig),
  status: optional(Status),
  failureReason: optional(text()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  latestCampaignUpdate: optional(CampaignUpdateSummary),
})

export const CampaignSummary = structure({
  name: optional(Name),
  campaignArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})
