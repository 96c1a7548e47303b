/**
 * Contexts and columns of users in whole trainings: where they carry signal answers follow them, of customers with a history
 * and of strangers; where they carry none the model is, byte for byte, the one without them.
 */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  contextColumns,
  quarterOf,
  type SituatedShop,
  userColumns,
  writeSituatedShop,
} from '../fixtures/data/situated-shop.ts'
import { type TrainedShop, trainShop } from '../fixtures/data/train-shop.ts'

const recipes = ['aws-user-personalization-v2', 'aws-personalized-ranking-v2', 'aws-user-personalization']

/** How many of the ten first are in these quarters. */
const inQuarters = (list: readonly string[], ...quarters: readonly number[]): number =>
  list.filter(id => quarters.includes(quarterOf(id))).length

describe('situations', () => {
  let directory = ''
  let planted: SituatedShop
  let idle: SituatedShop

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-situations-'))
    planted = await writeSituatedShop(directory, true)
    idle = await writeSituatedShop(directory, false)
  })
  after(() => rm(directory, { recursive: true }))

  const trainOn = (shop: SituatedShop, recipe: string, columns: object, more: object = {}): Promise<TrainedShop> =>
    trainShop(directory, { interactions: shop.interactions, items: '' }, recipe, {
      snapshot: { itemFiles: [], userFiles: [shop.users], ...columns },
      ...more,
    })

  for (const recipe of recipes)
    test(`${recipe}: the context decides among what the history leaves open`, async () => {
      const shop = await trainOn(planted, recipe, { contextColumns: [contextColumns[0]], userColumns: [] })
      const ask = (context: Readonly<Record<string, string>>) => shop.ask({ userId: 'user-2', situation: { context } })
      const [phone, tv] = [ask({ DEVICE: 'phone' }), ask({ device: 'tv' })]
      assert.ok(inQuarters(phone, 0) >= 7, phone.join())
      assert.ok(inQuarters(tv, 1) >= 7, tv.join())
      assert.deepEqual(
        ask({ DEVICE: 'fridge', WEATHER: 'rain' }),
        shop.ask({ userId: 'user-2' }),
        'never seen: no effect',
      )
    })

  test('numbers of a context work by ranges, also for strangers', async () => {
    const shop = await trainOn(planted, 'aws-user-personalization-v2', { contextColumns: [contextColumns[1]] })
    const ask = (userId: string, hour: string) => shop.ask({ userId, situation: { context: { HOUR: hour } } })
    assert.ok(inQuarters(ask('user-2', '3'), 0) >= 7)
    assert.ok(inQuarters(ask('user-2', '21.5'), 1) >= 7)
    assert.ok(inQuarters(ask('stranger', '3'), 0, 2) >= 8)
    assert.ok(inQuarters(ask('stranger', '21.5'), 1, 3) >= 8)
  })

  for (const [at, cells] of [
    [0, ['plain', 'fancy']],
    [1, [24, 55]],
  ] as const)
    test(`a stranger with a record alone gets what suits ${userColumns[at]?.name}`, async () => {
      const shop = await trainOn(planted, 'aws-user-personalization-v2', { userColumns: [userColumns[at]] })
      const ask = (cell: string | number) =>
        shop.ask({ userId: 'stranger', history: [], situation: { userCell: () => cell } })
      assert.ok(inQuarters(ask(cells[0]), 0, 1) >= 8, ask(cells[0]).join())
      assert.ok(inQuarters(ask(cells[1]), 2, 3) >= 8, ask(cells[1]).join())
    })

  test('what is measured is the order in the situations of the test users', async () => {
    const ndcgOf = async (columns: object): Promise<number> =>
      (await trainOn(planted, 'aws-user-personalization-v2', columns, { isMeasured: true })).metrics
        .normalized_discounted_cumulative_gain_at_10!
    const [with_, without] = [await ndcgOf({ contextColumns: [contextColumns[0]] }), await ndcgOf({})]
    assert.ok(with_ > without + 0.05, `${with_} with contexts, ${without} without`)
  })

  test('columns drawn by lot change nothing: the same model byte for byte', async () => {
    const recipe = 'aws-user-personalization-v2'
    const with_ = await trainOn(idle, recipe, { contextColumns, userColumns })
    const without = await trainOn(idle, recipe, {})
    assert.deepEqual(await readFile(with_.artifactPath), await readFile(without.artifactPath))
  })

  test('the same data give the same model', async () => {
    const columns = { contextColumns, userColumns }
    const [one, two] = [
      await trainOn(planted, 'aws-user-personalization-v2', columns),
      await trainOn(planted, 'aws-user-personalization-v2', columns),
    ]
    assert.equal(one.checksum, two.checksum)
  })
})
