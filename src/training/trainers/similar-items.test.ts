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
} from '../../../test/fixtures/planted-shop.ts'
import { relatedItems } from '../../algorithms/co-occurrence/score.ts'
import { readArtifact } from '../../artifacts/reader.ts'
import { modelOf } from '../../artifacts/recommender-artifact.ts'
import type { ItemColumn } from '../../datasets/item-columns.ts'
import { recipeArn } from '../../recipes/recipe.ts'
import { train } from '../train.ts'

let directory = ''
let files: ShopFiles
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-similar-'))
  files = await writePlantedShop(directory)
})
after(() => rm(directory, { recursive: true }))

async function neighbours(name: string, itemColumns?: readonly ItemColumn[]) {
  const artifactPath = join(directory, `${name}.artifact`)
  await train(
    {
      recipeArn: recipeArn('aws-similar-items'),
      parameters: {},
      snapshot: {
        interactionFiles: [files.interactions],
        itemFiles: [files.items],
        ...(itemColumns && { itemColumns }),
        eventRules: [],
        temporaryDirectory: join(directory, 'spill'),
        memoryMb: 128,
      },
      minimums: { interactions: 1000, users: 25, choosesEventTypes: false },
      isMeasured: false,
      seed: 1,
      means: { threadCount: 1, memoryMb: 512, sequenceMinutes: 0 },
      artifactPath,
      temporaryPath: `${artifactPath}.partial`,
    },
    () => {},
  )
  const model = modelOf(await readArtifact(artifactPath))
  assert.ok(model.kind === 'related-items')
  return (item: number): number[] =>
    relatedItems(model.params, model.items.indexOf(shopItem(item)), 10).map(other => itemIndex(model.items.idAt(other)))
}

const everyItem = Array.from({ length: groupCount * groupSize }, (_, item) => item)
const shareInGroup = (of: (item: number) => number[], items: readonly number[]) =>
  items.flatMap(item => of(item).filter(other => groupOf(other) === groupOf(item))).length / (10 * items.length)

test('items in the Items dataset alone are in the model and are placed by their metadata', async () => {
  const of = await neighbours('with', shopColumns)
  assert.ok(shareInGroup(of, everyItem.filter(isNew)) > 0.9)
  assert.ok(everyItem.some(item => !isNew(item) && of(item).some(isNew)))
})

test('a column left out does not count', async () => {
  const withoutGenre = await neighbours(
    'without',
    shopColumns.filter(({ name }) => name !== 'GENRE'),
  )
  assert.ok(shareInGroup(withoutGenre, everyItem.filter(isNew)) < 0.6)
})

test('without an Items dataset, items are found by users', async () => {
  const of = await neighbours('none')
  assert.ok(shareInGroup(of, [0, 21, 42, 63]) > 0.9)
})
