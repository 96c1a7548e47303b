import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags, TransactionsPerSecond } from '../../contract/shapes/common.ts'
import { CampaignConfig, campaign } from '../../resources/campaign.ts'
import { checkCampaignConfig, isLatest, versionToDeploy } from '../campaign-rules.ts'
import { create } from '../creating.ts'
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
  handle: async ({ name, solutionVersionArn, minProvisionedTPS = 1, campaignConfig, tags }, context) => {
    const campaignArn = await create(campaign, context, async read => {
      const version = await versionToDeploy(read, context.caller, solutionVersionArn)
      await checkCampaignConfig(read, version, campaignConfig, isLatest(solutionVersionArn))
      return {
        name,
        parent: version.parent,
        group: version.group,
        body: { solutionVersionArn: version.arn, minProvisionedTPS, campaignConfig },
        tags,
        jobs: arn => [{ kind: 'deploy', resource: arn }],
      }
    })
    return { campaignArn }
  },
})
