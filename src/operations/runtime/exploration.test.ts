/** Exploration of a campaign, by its configuration, through GetRecommendations. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Deployment, openDeployment } from '../../../test/fixtures/deployment.ts'
import { isNew, itemIndex, writePlantedShop } from '../../../test/fixtures/planted-shop.ts'
import { trainShop } from '../../../test/fixtures/train-shop.ts'
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
