import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aCampaign,
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  recipe,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { describeSolution } from '../solution/describe-solution.ts'
import { deleteCampaign } from './delete-campaign.ts'
import { describeCampaign } from './describe-campaign.ts'
import { listCampaigns } from './list-campaigns.ts'
import { updateCampaign } from './update-campaign.ts'

let plane: ControlPlane
let solutionArn: string
let first: string
let campaignArn: string
before(async () => {
  plane = await openControlPlane()
  solutionArn = await aSolution(plane, await aShopWithData(plane))
  first = await aTrainedVersion(plane, solutionArn)
  const campaignConfig = { itemExplorationConfig: { explorationWeight: '0.1' } }
  campaignArn = await aCampaign(plane, first, { minProvisionedTPS: 3, campaignConfig })
})
after(() => plane.close())

const described = async () => (await plane.call(describeCampaign, { campaignArn })).campaign
const update = (input: object) => plane.call(updateCampaign, { campaignArn, ...input })

/** Ends the running update as the deploy job does. */
const endUpdate = async (status = 'ACTIVE') => {
  const { latestCampaignUpdate } = (await described()) ?? {}
  const { solutionVersionArn, minProvisionedTPS, campaignConfig } = latestCampaignUpdate ?? {}
  const taken = status === 'ACTIVE' ? { solutionVersionArn, minProvisionedTPS, campaignConfig } : {}
  await plane.finish(campaignArn, 'ACTIVE', { ...taken, latestCampaignUpdate: { ...latestCampaignUpdate, status } })
}

test('an update is a patch: what was not sent keeps its value, and the campaign its own until it is ACTIVE', async () => {
  assert.equal('latestCampaignUpdate' in ((await described()) ?? {}), false)
  const second = await aTrainedVersion(plane, solutionArn)
  assert.deepEqual(await update({ solutionVersionArn: second }), { campaignArn })
  const seconds = plane.nowMs() / 1000
  const campaign = await described()
  assert.deepEqual(campaign?.latestCampaignUpdate, {
    solutionVersionArn: second,
    minProvisionedTPS: 3,
    campaignConfig: { itemExplorationConfig: { explorationWeight: '0.1' } },
    status: 'CREATE PENDING',
    creationDateTime: seconds,
    lastUpdatedDateTime: seconds,
  })
  assert.deepEqual([campaign?.status, campaign?.solutionVersionArn], ['ACTIVE', first])
  await refuses(update({ minProvisionedTPS: 4 }), 'ResourceInUseException', `${campaignArn} is being updated.`)
  await endUpdate()
  await update({ minProvisionedTPS: 4 })
  assert.equal((await described())?.latestCampaignUpdate?.solutionVersionArn, second)
  await endUpdate()
})

test('a given campaignConfig replaces the former one', async () => {
  await update({ campaignConfig: { enableMetadataWithRecommendations: true } })
  const wanted = (await described())?.latestCampaignUpdate?.campaignConfig
  assert.deepEqual(wanted, { enableMetadataWithRecommendations: true })
  await endUpdate()
  await update({ campaignConfig: { enableMetadataWithRecommendations: true } })
  await endUpdate('CREATE FAILED')
})

test('a campaign that synchronises is moved on by the next trained version, and by no other', async () => {
  const sync = { campaignConfig: { syncWithLatestSolutionVersion: true } }
  await refuses(update(sync), 'InvalidInputException', /\$LATEST/)
  await update({ solutionVersionArn: `${solutionArn}/$LATEST`, ...sync })
  await endUpdate()
  await update({ minProvisionedTPS: 5 })
  await endUpdate()
  const third = await aTrainedVersion(plane, solutionArn)
  const moving = (await described())?.latestCampaignUpdate
  assert.deepEqual([moving?.solutionVersionArn, moving?.status], [third, 'CREATE PENDING'])
  await aTrainedVersion(plane, solutionArn)
  const fourth = await aTrainedVersion(plane, solutionArn)
  assert.equal((await described())?.latestCampaignUpdate?.solutionVersionArn, third)
  await endUpdate()
  await plane.settle(500)
  assert.equal((await described())?.latestCampaignUpdate?.solutionVersionArn, fourth)
  await endUpdate()
  const fixed = { solutionVersionArn: first }
  await refuses(update(fixed), 'InvalidInputException', /\$LATEST/)
  await update({ ...fixed, campaignConfig: {} })
  await endUpdate()
  await aTrainedVersion(plane, solutionArn)
  assert.equal((await described())?.latestCampaignUpdate?.solutionVersionArn, first)
})

test('what is refused', async () => {
  await refuses(update({ solutionVersionArn: solutionArn }), 'ResourceNotFoundException')
  const absent = update({ campaignArn: arn('campaign/none') })
  await refuses(absent, 'ResourceNotFoundException', `The given campaign does not exist: ${arn('campaign/none')}`)
  const otherGroup = await aShopWithData(plane, 'other')
  const other = await aTrainedVersion(plane, await aSolution(plane, otherGroup, { name: 'elsewhere' }))
  await refuses(update({ solutionVersionArn: other }), 'InvalidInputException', /own dataset group/)
})

test('a campaign may move to another solution of its group, and is listed with its own until it is there', async () => {
  const { datasetGroupArn } = (await plane.call(describeSolution, { solutionArn })).solution ?? {}
  const otherArn = await aSolution(plane, datasetGroupArn ?? '', { name: 'other', recipeArn: recipe('aws-sims') })
  const namesIn = async (solutionArn: string) =>
    (await plane.call(listCampaigns, { solutionArn })).campaigns?.map(({ name }) => name)
  const own = await namesIn(solutionArn)
  await update({ solutionVersionArn: await aTrainedVersion(plane, otherArn) })
  assert.deepEqual(await namesIn(solutionArn), own)
  const { latestCampaignUpdate } = (await described()) ?? {}
  assert.ok(latestCampaignUpdate?.solutionVersionArn?.startsWith(otherArn))
  await endUpdate()
  await update({ solutionVersionArn: first })
  await endUpdate()
})

test('a campaign can be deleted while it is updated, and not twice', async () => {
  await update({ minProvisionedTPS: 9 })
  await plane.call(deleteCampaign, { campaignArn })
  assert.equal((await described())?.status, 'DELETE PENDING')
  await refuses(update({ minProvisionedTPS: 9 }), 'ResourceInUseException')
  await refuses(plane.call(deleteCampaign, { campaignArn }), 'ResourceInUseException')
  await plane.settle(1000)
  await refuses(plane.call(describeCampaign, { campaignArn }), 'ResourceNotFoundException')
})
