/** Whole trainings of Similar-Items over a shop with new items, from Parquet to the model file. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  groupCount,
  groupOf,
  groupSize,
  isNew,
  itemIndex,
  type ShopFiles,
  shopColumns,
  shopItem,
  writePlantedShop,
} from '../../../test/fixtures/data/planted-shop.ts'
import { type TrainedShop, trainShop } from '../../../test/fixtures/data/train-shop.ts'

let directory = ''
let files: ShopFiles
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-similar-'))
  files = await writePlantedShop(directory)
})
after(() => rm(directory, { recursive: true }))

const trained = (snapshot = {}) => trainShop(directory, files, 'aws-similar-items', { snapshot })
const near = (shop: TrainedShop, item: number) => shop.ask({ itemId: shopItem(item) }).map(itemIndex)
const everyItem = Array.from({ length: groupCount * groupSize }, (_, item) => item)

const shareInGroup = (shop: TrainedShop, items: readonly number[]) =>
  items.flatMap(item => near(shop, item).filter(other => groupOf(other) === groupOf(item))).length / (10 * items.length)

test('items in the Items dataset alone are in the model and are placed by their metadata', async () => {
  const shop = await trained()
  assert.ok(shareInGroup(shop, everyItem.filter(isNew)) > 0.9)
  assert.ok(everyItem.some(item => !isNew(item) && near(shop, item).some(isNew)))
})

test('where the setting leaves no memory beside the interactions, vectors come of some users, and neighbours are found', async () => {
  const trainedWith = (memoryMb: number) =>
    trainShop(directory, files, 'aws-similar-items', { means: { threadCount: 1, memoryMb, sequenceMinutes: 0 } })
  const [little, much] = [await trainedWith(2), await trainedWith(512)]
  assert.notDeepEqual(little.model, much.model)
  assert.ok(shareInGroup(little, everyItem) > 0.9)
})

test('a column left out does not count', async () => {
  const shop = await trained({ itemColumns: shopColumns.filter(({ name }) => name !== 'GENRE') })
  assert.ok(shareInGroup(shop, everyItem.filter(isNew)) < 0.6)
})

test('without an Items dataset, items are found by users', async () => {
  const shop = await trained({ itemFiles: [] })
  assert.equal(shop.itemCount, everyItem.filter(item => !isNew(item)).length)
  assert.ok(shareInGroup(shop, [0, 21, 42, 63]) > 0.9)
})
