/** An item put a second ago, through GetRecommendations: placed by its metadata, filtered, explored, and put anew. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import {
  groupCount,
  groupOf,
  groupSize,
  priceOf,
  shopItem,
  writePlantedShop,
} from '../../../test/fixtures/data/planted-shop.ts'
import { addFilter, addGroup, putAll, type ShopItem } from '../../../test/fixtures/data/stocked-shop.ts'
import { trainShop } from '../../../test/fixtures/data/train-shop.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { encodeIds, IdTable } from '../../artifacts/id-table.ts'
import { nullCells } from '../../profiles/columns.ts'
import { Entities } from '../../profiles/entities.ts'
import type { GroupProfile } from '../../profiles/profile.ts'
import { noTexts } from '../../profiles/text-table.ts'
import { getRecommendations } from './get-recommendations.ts'
import { lateItems } from './late-items.ts'

describe('an item put a second ago', () => {
  let shop: Deployment
  let directory = ''
  const campaigns = new Map<string, string>()

  const deployed = async (name: string, recipe: string, config: object, more: object = {}) => {
    const { model } = await trainShop(directory, await writePlantedShop(directory), recipe)
    const arn = await shop.createCampaign(name, await shop.addVersion(name, recipe, model, more), config)
    await shop.settled(arn)
    campaigns.set(name, arn)
  }

  const own = (item: number): ShopItem => ({ genre: `genre-${groupOf(item)}`, price: priceOf(item) })

  before(async () => {
    shop = await openDeployment()
    directory = await mkdtemp(join(tmpdir(), 'attune-late-'))
    await addGroup(shop)
    await putAll(
      shop,
      Array.from({ length: groupCount * groupSize }, (_, item) => [shopItem(item), own(item)] as const),
    )
    const none = { itemExplorationConfig: { explorationWeight: '0' } }
    await deployed('plain', 'aws-user-personalization', none)
    await deployed('v2', 'aws-user-personalization-v2', {})
    await deployed('most', 'aws-user-personalization', { itemExplorationConfig: { explorationWeight: '1' } })
    await deployed('hrnn', 'aws-hrnn-metadata', {})
    const trainingDataConfig = { excludedDatasetColumns: { ITEMS: ['GENRE'] } }
    await deployed('blind', 'aws-user-personalization', none, { solutionConfig: { trainingDataConfig } })
  })
  after(async () => {
    await shop.close()
    await rm(directory, { recursive: true })
  })

  const ask = async (name: string, userId: string, more: object = {}) =>
    (await shop.call(getRecommendations, { campaignArn: campaigns.get(name), userId, numResults: 100, ...more }))
      .itemList ?? []

  /** Among the items of the shop, from 1; users mostly stay in the group of their number. */
  const placeOf = async (itemId: string, name: string, group: number): Promise<number> => {
    const list = await ask(name, `user-${group + groupCount}`)
    return list.findIndex(one => one.itemId === itemId) + 1
  }

  for (const name of ['plain', 'v2'])
    test(`${name}: stands among its kind, for whom likes that`, async () => {
      const id = `fresh-${name}`
      assert.equal(await placeOf(id, name, 2), 0)
      await putAll(shop, [[id, { genre: 'genre-2', price: 50 }]])
      const [liked, other] = [await placeOf(id, name, 2), await placeOf(id, name, 0)]
      assert.ok(liked > 0 && liked <= groupSize + 2, `${liked} of 81`)
      assert.ok(other > liked + groupSize / 2, `${liked} for group 2, ${other} for group 0`)
      const scores = (await ask(name, 'user-6')).map(({ score = 0 }) => score)
      assert.ok(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1) < 1e-4)
      assert.deepEqual(
        scores,
        scores.toSorted((one, another) => another - one),
      )
    })

  test('put anew with another record it moves; a column the solution leaves out moves nothing', async () => {
    await putAll(shop, [['moved', { genre: 'genre-1', price: 50 }]])
    const [before, blind] = [await placeOf('moved', 'plain', 1), await placeOf('moved', 'blind', 1)]
    await putAll(shop, [['moved', { genre: 'genre-3', price: 50 }]])
    const after = await placeOf('moved', 'plain', 1)
    assert.ok(after > before + groupSize / 2, `${before}, then ${after}`)
    assert.equal(await placeOf('moved', 'blind', 1), blind)
  })

  test('a filter holds for it', async () => {
    await putAll(shop, [['dear', { genre: 'genre-2', price: 10_000 }]])
    const only = await addFilter(shop, 'dear', 'INCLUDE ItemID WHERE Items.PRICE > 9999')
    const list = await ask('plain', 'user-6', { filterArn: only })
    assert.deepEqual(
      list.map(({ itemId }) => itemId),
      ['dear'],
    )
    const without = await addFilter(shop, 'cheap', 'EXCLUDE ItemID WHERE Items.PRICE > 9999')
    assert.ok((await ask('plain', 'user-6', { filterArn: without })).every(({ itemId }) => itemId !== 'dear'))
  })

  test('it is explored, while young', async () => {
    await putAll(shop, [['tried', { genre: 'genre-2', price: 50 }]])
    const shown = async (name: string): Promise<number> => {
      const lists = await Promise.all(Array.from({ length: 200 }, () => ask(name, 'user-4', { numResults: 10 })))
      return lists.flat().filter(({ itemId }) => itemId === 'tried').length
    }
    assert.equal(await shown('plain'), 0)
    assert.ok((await shown('most')) > 5)
  })

  test('without metadata it has no place, and recipes that wait for a training do not know it', async () => {
    await putAll(shop, [['bare', {}]])
    assert.equal(await placeOf('bare', 'plain', 2), 0)
    assert.equal(await placeOf('fresh-plain', 'hrnn', 2), 0)
  })
})

test('of a large catalogue no request places anything itself: it is done between them', async () => {
  const names = Array.from({ length: 50_000 }, (_, at) => `item-${String(at).padStart(5, '0')}`)
  const cells = [
    nullCells({ name: 'GENRE', type: 'string', isCategorical: true }),
    nullCells({ name: 'PRICE', type: 'number', isCategorical: false }),
  ]
  const items = new Entities({ ids: noTexts(), records: new Uint8Array(0), cells })
  for (const [at, id] of names.entries()) items.put(id, { GENRE: `g${at % 500}`, PRICE: at % 1000 })
  const impressions = { isEmpty: true, indexOf: () => -1, at: () => 0 }
  const profile = { items, impressions } as unknown as GroupProfile
  const model = new IdTable(encodeIds(names))
  const ask = () => lateItems({ items: model, profile, config: {}, nowMs: 0, cellsAtOnce: 1000 })
  assert.deepEqual(await ask(), [])
  items.put('late', { GENRE: 'g7', PRICE: 507 })
  assert.deepEqual(await ask(), [], 'the one who asks first does not wait')
  let [late] = await ask()
  while (late === undefined) {
    await setImmediate()
    ;[late] = await ask()
  }
  assert.equal(late?.itemId, 'late')
  const nearest = late.neighbours[0]!
  assert.equal(nearest % 500, 7)
  assert.equal(nearest % 1000, 507)

  items.put('later', { GENRE: 'g7', PRICE: 507 })
  assert.equal((await ask()).length, 1, 'the next one is still being placed')
  items.put('broken', { GENRE: 'g7', PRICE: 507 })
  const { column } = items
  await ask()
  items.column = () => {
    throw new Error('no such column')
  }
  let told: unknown
  while (told === undefined) {
    await setImmediate()
    told = await ask().then(
      () => undefined,
      error => error,
    )
  }
  assert.match(String(told), /no such column/)
  items.column = column
  assert.ok((await ask()).length >= 1, 'what went wrong between requests is told once')
})
