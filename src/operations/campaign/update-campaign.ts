import { optional, structure } from '../../contract/shape.ts'
import { Arn, TransactionsPerSecond } from '../../contract/shapes/common.ts'
import { CampaignConfig, campaign } from '../../resources/campaign.ts'
import { wantedOf } from '../campaign-rules.ts'
import { operation } from '../operation.ts'
import { update } from '../updating.ts'

export const updateCampaign = operation({
  service: 'personalize',
  name: 'UpdateCampaign',
  idempotent: true,
  input: structure({
    campaignArn: Arn,
    solutionVersionArn: optional(Arn),
    minProvisionedTPS: optional(TransactionsPerSecond),
    campaignConfig: optional(CampaignConfig),
  }),
  output: structure({
    campaignArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ campaignArn, ...sent }, context) => {
    await update(campaign, campaignArn, context, (read, record) => wantedOf(read, record, sent))
    return { campaignArn }
  },
})
