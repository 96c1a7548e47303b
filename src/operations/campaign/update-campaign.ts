import { optional, structure } from '../../contract/shape.ts'
import { Arn, TransactionsPerSecond } from '../../contract/shapes/common.ts'
import { CampaignConfig } from '../../resources/campaign.ts'
import { operation } from '../operation.ts'

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
})
