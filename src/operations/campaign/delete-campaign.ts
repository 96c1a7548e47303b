import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { campaign } from '../../resources/campaign.ts'
import { remove } from '../deleting.ts'
import { operation } from '../operation.ts'

export const deleteCampaign = operation({
  service: 'personalize',
  name: 'DeleteCampaign',
  idempotent: true,
  input: structure({
    campaignArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ campaignArn }, context) => remove(campaign, campaignArn, context),
})
