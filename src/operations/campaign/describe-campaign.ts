import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Campaign, campaign } from '../../resources/campaign.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeCampaign = operation({
  service: 'personalize',
  name: 'DescribeCampaign',
  idempotent: true,
  input: structure({
    campaignArn: Arn,
  }),
  output: structure({
    campaign: optional(Campaign),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ campaignArn }, context) => ({ campaign: await describeArn(campaign, campaignArn, context) }),
})
