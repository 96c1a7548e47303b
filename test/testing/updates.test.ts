/** Updates of deployed versions between trainings, by a clock that is turned: seen in answers, with everything else as it was. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startAttune, type TestAttune } from '../../src/testing/start-attune.ts'
import { roleArn } from '../fixtures/server/main-path.ts'
import { openShop, ring, type Shop } from './small-shop.ts'

const start = (settings = {}) => startAttune({ clock: '2026-01-01T00:00:00Z', clockStopped: true, settings })

async function importCsv(attune: TestAttune, shop: Shop, jobName: string, csv: string, isMore: boolean): Promise<void> {
  const dataLocation = await attune.putObject(`s3://shop/${jobName}.csv`, csv)
  await shop.control.createDatasetImportJob({
    jobName,
    datasetArn: shop.datasetArn,
    dataSource: { dataLocation },
    roleArn,
    importMode: isMore ? 'INCREMENTAL' : 'FULL',
  })
  await attune.quiet()
}

/** Every user meets an item that no training has seen, a day after all the others. */
const lines = ring.trimEnd().split('\n')
const endOfRing = Math.max(...lines.slice(1).map(line => Number(line.split(',')[3])))
const novelty = ['USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP']
for (let user = 0; user < 30; user++) {
  for (let times = 0; times < 3; times++)
    novelty.push(`user-${user},novelty,view,${endOfRing + 86_400 + user * 60 + times}`)
}
const noveltyCsv = `${novelty.join('\n')}\n`

interface Deployed {
  readonly shop: Shop
  readonly campaignArn: string
  readonly solutionVersionArn: string
  /** Whether the item of after the training is among the answers. */
  knowsNovelty(): Promise<boolean>
}

async function deploy(attune: TestAttune, recipe: string, parameters: Record<string, string> = {}): Promise<Deployed> {
  const shop = await openShop(attune)
  const { control, runtime, datasetGroupArn } = shop
  await importCsv(attune, shop, 'first', ring, false)
  const { solutionArn = '' } = await control.createSolution({
    name: 'taste',
    datasetGroupArn,
    recipeArn: `arn:aws:personalize:::recipe/${recipe}`,
    performAutoTraining: false,
    solutionConfig: { featureTransformationParameters: parameters },
  })
  await attune.quiet()
  const { solutionVersionArn = '' } = await control.createSolutionVersion({ solutionArn })
  await attune.quiet()
  const { campaignArn = '' } = await control.createCampaign({ name: 'taste', solutionVersionArn })
  await attune.quiet()
  const knowsNovelty = async () => {
    const { itemList = [] } = await runtime.getRecommendations({ campaignArn, userId: 'user-3', numResults: 100 })
    return itemList.some(({ itemId }) => itemId === 'novelty')
  }
  return { shop, campaignArn, solutionVersionArn, knowsNovelty }
}

const told = async ({ shop: { control }, solutionVersionArn, campaignArn }: Deployed) => {
  const { solutionVersion } = await control.describeSolutionVersion({ solutionVersionArn })
  const { campaign } = await control.describeCampaign({ campaignArn })
  const { metrics } = await control.getSolutionMetrics({ solutionVersionArn })
  return { solutionVersion, campaign, metrics }
}

test('user personalization takes new items in within two hours; ARN, dates and metrics stay', async () => {
  await using attune = await start()
  const deployed = await deploy(attune, 'aws-user-personalization-v2')
  const before = await told(deployed)
  await importCsv(attune, deployed.shop, 'novelty', noveltyCsv, true)
  await attune.advance({ minutes: 119 })
  assert.equal(await deployed.knowsNovelty(), false)
  await attune.advance({ minutes: 1 })
  assert.equal(await deployed.knowsNovelty(), true)
  assert.deepEqual(await told(deployed), before)
})

test('other recipes, and a server that is told so, stay as they were trained; the interval can be another', async () => {
  const known = async (recipe: string, settings = {}) => {
    await using attune = await start(settings)
    const deployed = await deploy(attune, recipe)
    await importCsv(attune, deployed.shop, 'novelty', noveltyCsv, true)
    await attune.advance({ days: 1 })
    return await deployed.knowsNovelty()
  }
  const all = [
    known('aws-popularity-count'),
    known('aws-user-personalization-v2', { updateIntervalMs: 0 }),
    known('aws-user-personalization-v2', { updateIntervalMs: 60_000 }),
  ]
  assert.deepEqual(await Promise.all(all), [false, false, true])
})

test('a version made of it with UPDATE takes its place, and it is updated no more', async () => {
  await using attune = await start()
  const deployed = await deploy(attune, 'aws-user-personalization')
  const { control } = deployed.shop
  const { solutionVersion } = await control.describeSolutionVersion(deployed)
  const { solutionArn } = solutionVersion ?? {}
  await attune.advance({ minutes: 30 })
  const { solutionVersionArn } = await control.createSolutionVersion({ solutionArn, trainingMode: 'UPDATE' })
  await attune.quiet()
  assert.equal((await control.describeSolutionVersion({ solutionVersionArn })).solutionVersion?.status, 'ACTIVE')
  await importCsv(attune, deployed.shop, 'novelty', noveltyCsv, true)
  await attune.advance({ hours: 6 })
  assert.equal(await deployed.knowsNovelty(), false)
  await control.updateCampaign({ campaignArn: deployed.campaignArn, solutionVersionArn })
  await attune.advance({ hours: 6 })
  assert.equal(await deployed.knowsNovelty(), false, 'nor is one that was not trained in full')
})

test('trends are found anew as often as their time steps are long, and every two hours where these are longer', async () => {
  const found = async (trend_discovery_frequency: string, minutes: number) => {
    await using attune = await start()
    const deployed = await deploy(attune, 'aws-trending-now', { trend_discovery_frequency })
    await importCsv(attune, deployed.shop, 'novelty', noveltyCsv, true)
    await attune.advance({ minutes: minutes - 1 })
    assert.equal(await deployed.knowsNovelty(), false, trend_discovery_frequency)
    await attune.advance({ minutes: 1 })
    assert.equal(await deployed.knowsNovelty(), true, trend_discovery_frequency)
  }
  await Promise.all([found('30 minutes', 30), found('1 day', 120)])
})

test('an update that finds nothing new does nothing; a second one brings in what came after the first', async () => {
  await using attune = await start({ updateIntervalMs: 3_600_000 })
  const deployed = await deploy(attune, 'aws-user-personalization-v2')
  await attune.advance({ hours: 3 })
  assert.equal(await deployed.knowsNovelty(), false)
  await importCsv(attune, deployed.shop, 'again', ring.replaceAll('item-1,', 'item-one,'), true)
  await attune.advance({ hours: 1 })
  assert.equal(await deployed.knowsNovelty(), false)
  await importCsv(attune, deployed.shop, 'novelty', noveltyCsv, true)
  await attune.advance({ hours: 1 })
  assert.equal(await deployed.knowsNovelty(), true)
})
