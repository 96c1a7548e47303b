import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  recipe,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { deleteDataset } from '../dataset/delete-dataset.ts'
import { createSolutionVersion } from '../solution-version/create-solution-version.ts'
import { createCampaign } from './create-campaign.ts'
import { describeCampaign } from './describe-campaign.ts'
import { listCampaigns } from './list-campaigns.ts'

let plane: ControlPlane
let group: string
let solutionArn: string
let solutionVersionArn: string
before(async () => {
  plane = await openControlPlane()
  group = await aShopWithData(plane)
  solutionArn = await aSolution(plane, group)
  solutionVersionArn = await aTrainedVersion(plane, solutionArn)
})
after(() => plane.close())

const create = (input: object = {}) => plane.call(createCampaign, { name: 'new', solutionVersionArn, ...input })

test('minProvisionedTPS is always there; what was not given is not', async () => {
  const { campaignArn } = await create({ name: 'plain' })
  assert.equal(campaignArn, arn('campaign/plain'))
  const { campaign } = await plane.call(describeCampaign, { campaignArn })
  const seconds = (plane.nowMs() - 1) / 1000
  assert.deepEqual(campaign, {
    name: 'plain',
    campaignArn,
    solutionVersionArn,
    minProvisionedTPS: 1,
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  assert.deepEqual(
    (await plane.jobs()).filter(job => job.resource === campaignArn).map(job => job.kind),
    ['deploy'],
  )
  await refuses(create({ name: 'plain' }), 'ResourceAlreadyExistsException')
})

test('settings are given back to the letter', async () => {
  const campaignConfig = {
    itemExplorationConfig: { explorationWeight: '0.10', explorationItemAgeCutOff: '30.0' },
    enableMetadataWithRecommendations: true,
  }
  const { campaignArn } = await create({ name: 'set', minProvisionedTPS: 7, campaignConfig })
  const { campaign } = await plane.call(describeCampaign, { campaignArn })
  assert.deepEqual(campaign?.campaignConfig, campaignConfig)
  assert.equal(campaign?.minProvisionedTPS, 7)
})

test('$LATEST is the newest ACTIVE version now; only with it can a campaign synchronise', async () => {
  const pending = await plane.call(createSolutionVersion, { solutionArn })
  const sync = { campaignConfig: { syncWithLatestSolutionVersion: true } }
  const latest = { solutionVersionArn: `${solutionArn}/$LATEST` }
  const made = await create({ name: 'latest', ...latest, ...sync })
  const { campaign } = await plane.call(describeCampaign, made)
  assert.equal(campaign?.solutionVersionArn, solutionVersionArn)
  await refuses(create(sync), 'InvalidInputException', /\$LATEST/)
  await plane.finish(pending.solutionVersionArn ?? '', 'CREATE FAILED')
})

test('what cannot be deployed', async () => {
  const at = (arn: string) => create({ solutionVersionArn: arn })
  const bare = `The given solution version does not exist: ${solutionArn}`
  await refuses(at(solutionArn), 'ResourceNotFoundException', bare)
  await refuses(at(arn('solution/none/$LATEST')), 'ResourceNotFoundException')
  const fresh = await aSolution(plane, group, { name: 'fresh', recipeArn: recipe('aws-sims') })
  await refuses(at(`${fresh}/$LATEST`), 'ResourceNotFoundException')
  const { solutionVersionArn: pending = '' } = await plane.call(createSolutionVersion, { solutionArn: fresh })
  await refuses(at(pending), 'ResourceInUseException', `${pending} has status CREATE PENDING`)
  await refuses(at(`${fresh}/$LATEST`), 'ResourceInUseException')
  await plane.finish(pending, 'CREATE FAILED')
  await refuses(at(pending), 'ResourceInUseException', `${pending} has status CREATE FAILED`)
  const foreign = plane.as({ account: '111111111111' })(createCampaign, { name: 'x', solutionVersionArn })
  await refuses(foreign, 'ResourceNotFoundException')
})

test('settings that cannot be', async () => {
  const config = (campaignConfig: object) => create({ campaignConfig })
  const exploring = (itemExplorationConfig: object) => config({ itemExplorationConfig })
  await refuses(exploring({ explorationWeight: '1.1' }), 'InvalidInputException', /a number from 0 to 1, not 1.1/)
  await refuses(exploring({ explorationWeight: '' }), 'InvalidInputException')
  await refuses(exploring({ explorationItemAgeCutOff: '0.5' }), 'InvalidInputException', /of 1 or more, not 0.5/)
  await refuses(exploring({ weight: '0.5' }), 'InvalidInputException', /explorationWeight and explorationItem/)
  await refuses(config({ rankingInfluence: { POPULARITY: 0.5 } }), 'InvalidInputException')
  const segments = await aSolution(plane, group, { name: 'segments', recipeArn: recipe('aws-item-affinity') })
  const version = await aTrainedVersion(plane, segments)
  await refuses(create({ solutionVersionArn: version }), 'InvalidInputException', /batch segment jobs/)
})

test('a list is filtered by solution; five campaigns are the quota of a group', async () => {
  const { campaigns } = await plane.call(listCampaigns, { solutionArn })
  assert.deepEqual(
    campaigns?.map(campaign => campaign.name),
    ['latest', 'plain', 'set'],
  )
  assert.deepEqual(await plane.call(listCampaigns, { solutionArn: arn('solution/fresh') }), { campaigns: [] })
  await create({ name: 'fourth' })
  await create({ name: 'fifth' })
  const text = 'Cannot create a campaign. More than 5 resources in ACTIVE state. Please delete some and try again.'
  await refuses(create({ name: 'sixth' }), 'LimitExceededException', text)
})

test('metadata needs an Items dataset', async () => {
  await using bare = await openControlPlane()
  const group = await aShopWithData(bare)
  const version = await aTrainedVersion(bare, await aSolution(bare, group))
  await bare.call(deleteDataset, { datasetArn: arn('dataset/shop/ITEMS') })
  await bare.settle(1000)
  const campaignConfig = { enableMetadataWithRecommendations: true }
  const made = bare.call(createCampaign, { name: 'x', solutionVersionArn: version, campaignConfig })
  await refuses(made, 'InvalidInputException', /Items dataset/)
})
