import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags, TransactionsPerSecond } from '../../contract/shapes/common.ts'
import { CampaignConfig } from '../../resources/campaign.ts'
import { operation } from '../operation.ts'

export const createCampaign = operation({
  service: 'personalize',
  name: 'CreateCampaign',
  idempotent: true,
  input: structure({
    name: Name,
    solutionVersionArn: Arn,
    minProvisionedTPS: optional(TransactionsPerSecond),
    campaignConfig: optional(CampaignConfig),
    tags: optional(Tags),
  }),
  output: structure({
    campaignArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceAlreadyExistsException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
