/** Campaigns: a deployed version. ARN `campaign/<name>`; stays ACTIVE while `latestCampaignUpdate` runs. */

import { boolean, optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import {
  Arn,
  HyperParameters,
  Name,
  RankingInfluence,
  Status,
  TransactionsPerSecond,
} from '../contract/shapes/common.ts'
import { resource } from './resource.ts'
import { settled } from './status.ts'

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

export interface CampaignBody {
  readonly solutionVersionArn: string
  readonly minProvisionedTPS: number
  readonly campaignConfig?: Static<typeof CampaignConfig>
  readonly latestCampaignUpdate?: Static<typeof CampaignUpdateSummary>
  readonly failureReason?: string
  /** Private: the version that answers now. */
  readonly deployedVersionArn?: string
}

export const campaign = resource({
  kind: 'campaign',
  words: 'campaign',
  nameMember: 'name',
  arnMember: 'campaignArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [],
  update: {
    member: 'latestCampaignUpdate',
    allowedIn: settled,
    job: 'deploy',
    blocksDeletion: false,
    applied: (body, { solutionVersionArn, minProvisionedTPS, campaignConfig }) => ({
      ...body,
      solutionVersionArn,
      minProvisionedTPS,
      campaignConfig,
    }),
  },
  description: Campaign,
  summary: CampaignSummary,
})
