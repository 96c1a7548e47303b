/** Exploration of a campaign, by its configuration, through GetRecommendations. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isNew, itemIndex, shopItem, writePlantedShop } from '../../../test/fixtures/data/planted-shop.ts'
import { addGroup, putAll, putShown } from '../../../test/fixtures/data/stocked-shop.ts'
import { trainShop } from '../../../test/fixtures/data/train-shop.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { getRecommendations } from './get-recommendations.ts'

describe('exploration of a campaign', () => {
  let shop: Deployment
  let directory = ''
  const campaigns = new Map<string, string>()
  const deployed = async (name: string, recipe: string, itemExplorationConfig: Record<string, string>) => {
    const { model } = await trainShop(directory, await writePlantedShop(directory), recipe)
    const arn = await shop.createCampaign(name, await shop.addVersion(name, recipe, model), { itemExplorationConfig })
    await shop.settled(arn)
    campaigns.set(name, arn)
  }
  before(async () => {
    shop = await openDeployment()
    directory = await mkdtemp(join(tmpdir(), 'attune-exploration-'))
    await deployed('none', 'aws-user-personalization', { explorationWeight: '0' })
    await deployed('most', 'aws-user-personalization', { explorationWeight: '1' })
    await deployed('aged', 'aws-user-personalization', { explorationWeight: '1', explorationItemAgeCutOff: '1' })
    await deployed('v2', 'aws-user-personalization-v2', { explorationWeight: '1' })
  })
  after(async () => {
    await shop.close()
    await rm(directory, { recursive: true })
  })

  const ask = (name: string) =>
    shop.call(getRecommendations, { campaignArn: campaigns.get(name), userId: 'user-7', numResults: 10 })
  const newIn = async (name: string): Promise<number> => {
    const lists = await Promise.all(Array.from({ length: 100 }, () => ask(name)))
    return lists.flatMap(({ itemList = [] }) => itemList.filter(({ itemId = '' }) => isNew(itemIndex(itemId)))).length
  }

  test('weight 0 gives the same answer every time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('none')))
    for (const { itemList } of answers) assert.deepEqual(itemList, answers[0]!.itemList)
  })

  test('with a weight new items come up, and only as long as they are young enough', async () => {
    assert.ok((await newIn('most')) > (await newIn('none')) + 20)
    assert.equal(await newIn('aged'), await newIn('none'))
  })

  test('answers carry no more than items and scores', async () => {
    for (const item of (await ask('most')).itemList ?? []) assert.deepEqual(Object.keys(item), ['itemId', 'score'])
  })

  test('recipes without exploration do not look at the configuration', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('v2')))
    for (const { itemList } of answers) assert.deepEqual(itemList, answers[0]!.itemList)
  })
})

test('the second version explores where the server is told so, and says of what it tries that it does', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-exploration-'))
  const shop = await openDeployment({ explorationWeightV2: 1 })
  try {
    const recipe = 'aws-user-personalization-v2'
    const { model } = await trainShop(directory, await writePlantedShop(directory), recipe)
    const campaignArn = await shop.createCampaign('v2', await shop.addVersion('v2', recipe, model))
    await shop.settled(campaignArn)
    const items = []
    for (let count = 0; count < 60; count++) {
      const { itemList = [] } = await shop.call(getRecommendations, { campaignArn, userId: 'user-7', numResults: 10 })
      items.push(...itemList)
    }
    const marked = items.filter(({ reason }) => reason !== undefined)
    assert.ok(marked.length > 20, `${marked.length} of 600`)
    for (const { itemId = '', reason } of marked) {
      assert.deepEqual(reason, ['Exploration'])
      assert.ok(isNew(itemIndex(itemId)), itemId)
    }
    assert.equal(items.filter(item => 'propensity' in item || 'isExplored' in item).length, 0)
  } finally {
    await shop.close()
    await rm(directory, { recursive: true })
  }
})

describe('what was shown is explored less, as events tell', () => {
  let directory = ''
  let shop: Deployment
  let campaignArn = ''

  /** The test's own items: each new, in the same place of its group, and told of or not. */
  const [told, found, untold] = [18, 38, 58].map(shopItem) as [string, string, string]

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-exploration-'))
    shop = await openDeployment()
    await addGroup(shop)
    await putAll(
      shop,
      [told, found, untold].map(id => [id, {}] as const),
    )
    const { model } = await trainShop(directory, await writePlantedShop(directory), 'aws-user-personalization')
    const version = await shop.addVersion('most', 'aws-user-personalization', model)
    const itemExplorationConfig = { explorationWeight: '1' }
    campaignArn = await shop.createCampaign('most', version, { itemExplorationConfig })
    await shop.settled(campaignArn)
  })
  after(async () => {
    await shop.close()
    await rm(directory, { recursive: true })
  })

  const ask = () => shop.call(getRecommendations, { campaignArn, userId: 'nobody', numResults: 10 })

  /** How often each of the three came up in 1,600 answers. Each restart forgets what answers alone have shown, so that events decide. */
  const explored = async (): Promise<readonly number[]> => {
    const ids: (string | undefined)[] = []
    for (let round = 0; round < 4; round++) {
      shop = await shop.restart()
      for (let count = 0; count < 400; count++) for (const { itemId } of (await ask()).itemList ?? []) ids.push(itemId)
    }
    return [told, found, untold].map(id => ids.filter(other => other === id).length)
  }

  test('by a list and by the answer they name, after a restart, too; the one that few saw stays', async () => {
    const before = await explored()
    for (let count = 0; count < 40; count++) await putShown(shop, 10, { impression: [told] })
    let answersWithFound = 0
    for (let count = 0; answersWithFound < 30 && count < 3000; count++) {
      const { itemList = [], recommendationId = '' } = await ask()
      if (!itemList.some(({ itemId }) => itemId === found)) continue
      answersWithFound++
      await putShown(shop, 10, { recommendationId })
    }
    assert.equal(answersWithFound, 30)
    const after = await explored()
    const counts = `${before} before, ${after} after`
    assert.ok(after[0]! < before[0]! / 2, counts)
    assert.ok(after[1]! < before[1]! / 2, counts)
    // Some of the answers that events named had shown this one, too.
    assert.ok(after[2]! > before[2]! * 0.6, counts)
  })
})
