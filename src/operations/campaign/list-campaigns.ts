import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { CampaignSummary, campaign } from '../../resources/campaign.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listCampaigns = operation({
  service: 'personalize',
  name: 'ListCampaigns',
  idempotent: true,
  input: structure({
    solutionArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    campaigns: optional(listOf(CampaignSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const { items, nextToken } = await listPage(
      campaign,
      'ListCampaigns',
      input,
      { solutionArn: input.solutionArn },
      context,
    )
    return { campaigns: items, nextToken }
  },
})
