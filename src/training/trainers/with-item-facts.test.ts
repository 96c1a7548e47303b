/** What personal models know of items beside interactions: new ones, an objective, coldness. Over the planted shop. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  groupOf,
  isNew,
  itemIndex,
  priceOf,
  type ShopFiles,
  writePlantedShop,
} from '../../../test/fixtures/data/planted-shop.ts'
import { type TrainedShop, tasteFor, trainShop } from '../../../test/fixtures/data/train-shop.ts'
import type { Sensitivity } from '../objective.ts'

let directory = ''
let files: ShopFiles
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-facts-'))
  files = await writePlantedShop(directory)
})
after(() => rm(directory, { recursive: true }))

const everything = { history: tasteFor(2), numResults: 80 }

for (const recipe of ['aws-user-personalization', 'aws-user-personalization-v2', 'aws-hrnn-metadata'])
  test(`${recipe}: new items of the user's group stand before those of others, behind what is known and liked`, async () => {
    const order = (await trainShop(directory, files, recipe)).ask(everything).map(itemIndex)
    assert.equal(order.length, 80)
    const fresh = order.filter(isNew)
    assert.deepEqual(new Set(fresh.slice(0, 2).map(groupOf)), new Set([2]))
    assert.ok(
      order.slice(0, 5).every(item => !isNew(item) && groupOf(item) === 2),
      String(order),
    )
  })

test('aws-hrnn does not read items, so new ones are not in its model', async () => {
  const shop = await trainShop(directory, files, 'aws-hrnn', { snapshot: { itemFiles: [] } })
  assert.equal(shop.ask(everything).filter(id => isNew(itemIndex(id))).length, 0)
})

test("aws-hrnn-coldstart recommends new items alone, those of the user's group first", async () => {
  const parameters = { featureTransformationParameters: { cold_start_max_interactions: '1' } }
  const order = (await trainShop(directory, files, 'aws-hrnn-coldstart', { parameters })).ask(everything).map(itemIndex)
  assert.equal(order.length, 8)
  assert.ok(order.every(isNew))
  assert.deepEqual(order.slice(0, 2).map(groupOf), [2, 2])
})

test('an objective moves answers to what is worth more, the more so the higher its sensitivity, and OFF changes nothing', async () => {
  const with_ = (objectiveSensitivity: Sensitivity): Promise<TrainedShop> =>
    trainShop(directory, files, 'aws-user-personalization', {
      objective: { itemAttribute: 'PRICE', objectiveSensitivity },
      isMeasured: true,
    })
  const plain = await trainShop(directory, files, 'aws-user-personalization', { isMeasured: true })
  const shops = [await with_('OFF'), await with_('LOW'), await with_('MEDIUM'), await with_('HIGH')]
  const means = shops.map(shop => {
    const prices = shop.ask({ history: tasteFor(1) }).map(id => priceOf(itemIndex(id)))
    return prices.reduce((sum, price) => sum + price, 0) / prices.length
  })
  for (const [at, mean] of means.slice(1).entries()) assert.ok(mean > means[at]!, String(means))
  assert.equal(shops[0]!.checksum, plain.checksum)
  assert.ok(shops.every(({ metrics }) => 'average_rewards_at_k' in metrics))
  assert.ok(!('average_rewards_at_k' in plain.metrics))
  assert.ok(shops[3]!.metrics.precision_at_5! < shops[0]!.metrics.precision_at_5!)
})
