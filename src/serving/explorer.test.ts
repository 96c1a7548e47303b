/** Exploration in answers of a real model file, asked as the server asks. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  groupOf,
  isNew,
  itemIndex,
  type ShopFiles,
  shopItem,
  writePlantedShop,
} from '../../test/fixtures/data/planted-shop.ts'
import { type TrainedShop, tasteFor, trainShop } from '../../test/fixtures/data/train-shop.ts'
import { readArtifact } from '../artifacts/reader.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { recommendFrom } from './answer.ts'
import type { ScoredItem } from './serving.ts'
import { warmFrom } from './warm-model.ts'

let directory = ''
let files: ShopFiles
let shop: TrainedShop
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-explorer-'))
  files = await writePlantedShop(directory)
  shop = await trainShop(directory, files, 'aws-user-personalization')
})
after(() => rm(directory, { recursive: true }))

const artifact = { file: 'unused', checksum: '' }
const history = tasteFor(2)

/** Answers of a model loaded anew, so that nothing counts as shown. */
async function answers(count: number, weight: number, more: object = {}): Promise<ScoredItem[][]> {
  const warm = warmFrom(await readArtifact(shop.artifactPath))
  const random: Random = seededRandom(3)
  const exploration = { weight, itemAgeDaysMax: 10, random }
  return Array.from({ length: count }, () =>
    recommendFrom(warm, { artifact, history, numResults: 10, exploration, ...more }),
  )
}

const newShare = (lists: readonly ScoredItem[][]): number =>
  lists.flat().filter(({ itemId }) => isNew(itemIndex(itemId))).length / lists.flat().length

test('weight 0 and a limit that no item is under give the unexplored answer to the byte', async () => {
  const plain = recommendFrom(shop.warm, { artifact, history, numResults: 10 })
  assert.deepEqual((await answers(1, 0))[0], plain)
  const never = { weight: 1, itemAgeDaysMax: 0, random: seededRandom(1) }
  assert.deepEqual((await answers(1, 0, { exploration: never }))[0], plain)
})

test('new items come up more the higher the weight, and no more often than the bound', async () => {
  const shares = [newShare(await answers(400, 0)), newShare(await answers(400, 0.3)), newShare(await answers(400, 1))]
  assert.ok(shares[0]! < shares[1]! && shares[1]! < shares[2]!, String(shares))
  assert.ok(shares[2]! < 0.25)
})

test('scores fall, every place has its propensity, and no item stands twice', async () => {
  for (const list of await answers(200, 1)) {
    assert.equal(new Set(list.map(({ itemId }) => itemId)).size, 10)
    for (const [at, { score = 0, propensity = 0 }] of list.entries()) {
      assert.ok(propensity > 0 && propensity <= 1)
      assert.ok(at === 0 || score <= list[at - 1]!.score!)
    }
  }
})

test('what was shown often is explored less', async () => {
  const lists = await answers(4000, 1)
  const [early, late] = [newShare(lists.slice(0, 300)), newShare(lists.slice(-300))]
  assert.ok(late < 0.6 * early, `${early} then ${late}`)
})

test('only what a filter allows is explored, and nothing the user had', async () => {
  const { items } = shop.model
  const allowed = { has: (item: number) => groupOf(itemIndex(items.idAt(item))) === 1 }
  const lists = await answers(100, 1, { allowed })
  assert.ok(lists.flat().every(({ itemId }) => groupOf(itemIndex(itemId)) === 1))
  assert.ok(newShare(lists) > 0)
  const had = [shopItem(18), shopItem(19)]
  const others = await answers(200, 1, { history: [...tasteFor(0), ...had], numResults: 5 })
  const drawn = others.flat().filter(({ itemId }) => isNew(itemIndex(itemId)))
  assert.ok(drawn.length > 0 && drawn.every(({ itemId }) => !had.includes(itemId)))
})
