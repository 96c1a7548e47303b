/** The job in a real engine over a real store, with real models. */

import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { ringModel } from '../../test/fixtures/data/model-files.ts'
import { type Deployment, openDeployment } from '../../test/fixtures/inside/deployment.ts'
import type { CampaignBody } from '../resources/campaign.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { ResourceRecord } from '../storage/records.ts'
import type { ArtifactReference } from './serving.ts'

const campaignBody = bodyOf<CampaignBody>
const recipe = 'aws-user-personalization-v2'

/** The different states of a campaign as its commits left them, in order, until it is settled. */
async function statesOf({ records, settled }: Deployment, arn: string): Promise<readonly string[]> {
  const states: string[] = []
  let isSettled = false
  const end = settled(arn).then(() => {
    isSettled = true
  })
  while (!isSettled) {
    const { status, body } = (await records.get(arn)) as ResourceRecord
    const update = (body.latestCampaignUpdate as { status: string } | undefined)?.status
    const state = update === undefined ? String(status) : `${status}, update ${update}`
    if (states.at(-1) !== state) states.push(state)
    await new Promise(setImmediate)
  }
  await end
  return states
}

describe('deploy job', () => {
  let shop: Deployment
  let first = ''
  let second = ''
  beforeEach(async () => {
    shop = await openDeployment({ stateDelayMs: 30 })
    first = await shop.addVersion('1111aaaa', recipe, ringModel('sequence-rules', { step: 1 }))
    second = await shop.addVersion('2222bbbb', recipe, ringModel('sequence-rules', { step: 2 }))
  })
  afterEach(() => shop.close())

  const spoil = async (versionArn: string): Promise<void> => {
    const version = (await shop.records.get(versionArn)) as ResourceRecord
    await writeFile(join(shop.directory, (version.body.artifact as ArtifactReference).file), 'not a model')
  }

  test('a new campaign passes through its states and serves the version', async () => {
    const arn = await shop.createCampaign('front', first)
    const states = await statesOf(shop, arn)
    assert.deepEqual(states.slice(0, 2), ['CREATE PENDING', 'CREATE IN_PROGRESS'])
    const campaign = await shop.settled(arn)
    assert.equal(campaign.status, 'ACTIVE')
    assert.equal(campaignBody(campaign).deployedVersionArn, first)
    assert.equal(campaignBody(campaign).latestCampaignUpdate, undefined)
    assert.ok(campaign.updatedAtMs > 1)
  })

  test('an update passes through the states inside latestCampaignUpdate; its values become the own ones at the end', async () => {
    const arn = await shop.createCampaign('front', first)
    const before = await shop.settled(arn)
    await shop.updateCampaign(arn, { solutionVersionArn: second, minProvisionedTPS: 3, campaignConfig: {} })
    const states = await statesOf(shop, arn)
    assert.deepEqual(states.slice(0, 2), ['ACTIVE, update CREATE PENDING', 'ACTIVE, update CREATE IN_PROGRESS'])
    const after = await shop.settled(arn)
    const { latestCampaignUpdate, ...own } = campaignBody(after)
    assert.deepEqual(own, {
      solutionVersionArn: second,
      minProvisionedTPS: 3,
      campaignConfig: {},
      deployedVersionArn: second,
    })
    assert.equal(latestCampaignUpdate?.status, 'ACTIVE')
    assert.equal(latestCampaignUpdate?.solutionVersionArn, second)
    assert.ok(after.updatedAtMs > before.updatedAtMs)
  })

  test('until the update is ACTIVE the campaign keeps its own values', async () => {
    const arn = await shop.createCampaign('front', first)
    await shop.settled(arn)
    await shop.updateCampaign(arn, { solutionVersionArn: second, minProvisionedTPS: 3 })
    for (;;) {
      const { latestCampaignUpdate, ...own } = campaignBody((await shop.records.get(arn)) as ResourceRecord)
      if (latestCampaignUpdate?.status === 'ACTIVE') break
      assert.deepEqual(own, { solutionVersionArn: first, minProvisionedTPS: 1, deployedVersionArn: first })
      await new Promise(setImmediate)
    }
  })

  test('a damaged model fails a new campaign with a reason that says what to do, at once', async () => {
    await spoil(first)
    const campaign = await shop.settled(await shop.createCampaign('front', first))
    assert.equal(campaign.status, 'CREATE FAILED')
    assert.equal(
      campaign.body.failureReason,
      `The model of the solution version ${first} is damaged. Create another version of the solution and deploy that.`,
    )
    assert.equal(campaignBody(campaign).deployedVersionArn, undefined)
  })

  test('a failed update leaves the campaign as it was, and a later one mends it', async () => {
    const arn = await shop.createCampaign('front', first)
    await shop.settled(arn)
    await spoil(second)
    await shop.updateCampaign(arn, { solutionVersionArn: second, minProvisionedTPS: 3 })
    const failed = await shop.settled(arn)
    const { latestCampaignUpdate, ...own } = campaignBody(failed)
    assert.equal(failed.status, 'ACTIVE')
    assert.deepEqual(own, { solutionVersionArn: first, minProvisionedTPS: 1, deployedVersionArn: first })
    assert.equal(latestCampaignUpdate?.status, 'CREATE FAILED')
    assert.match(latestCampaignUpdate?.failureReason ?? '', /2222bbbb is damaged/)
    await shop.updateCampaign(arn, { solutionVersionArn: first, minProvisionedTPS: 4 })
    const mended = campaignBody(await shop.settled(arn))
    assert.equal(mended.minProvisionedTPS, 4)
    assert.equal(mended.latestCampaignUpdate?.failureReason, undefined)
  })

  test('an update that succeeds mends a campaign that had failed', async () => {
    await spoil(first)
    const arn = await shop.createCampaign('front', first)
    await shop.settled(arn)
    await shop.updateCampaign(arn, { solutionVersionArn: second, minProvisionedTPS: 1 })
    const mended = await shop.settled(arn)
    assert.equal(mended.status, 'ACTIVE')
    assert.equal(mended.body.failureReason, undefined)
    assert.equal(campaignBody(mended).deployedVersionArn, second)
  })

  test('a version without a model is refused in words', async () => {
    const bare = await shop.addVersion('3333cccc', recipe, ringModel('popularity'), { artifact: undefined })
    const { body } = await shop.settled(await shop.createCampaign('front', bare))
    assert.match(String(body.failureReason), /3333cccc has no model to deploy\. Create another version/)
  })

  test('a campaign that is being deleted stays that way', async () => {
    const arn = await shop.createCampaign('front', first)
    await shop.settled(arn)
    await shop.updateCampaign(arn, { solutionVersionArn: second, minProvisionedTPS: 3 })
    await shop.records.transact(async read => {
      const record = { ...((await read.get(arn)) as ResourceRecord), status: 'DELETE PENDING' }
      return { changes: [{ type: 'update', record }], result: undefined }
    })
    while (await shop.isBusy()) await new Promise(setImmediate)
    const { status, body } = (await shop.records.get(arn)) as ResourceRecord
    assert.equal(status, 'DELETE PENDING')
    assert.equal(body.solutionVersionArn, first)
  })

  test('a campaign in the middle of its creation is finished by the next server', async () => {
    const arn = await shop.createCampaign('front', first)
    shop = await shop.restart()
    assert.equal((await shop.settled(arn)).status, 'ACTIVE')
  })
})
