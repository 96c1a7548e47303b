/** Trains for every row of the table of settings and every recipe that takes it, and holds the model to it. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Shape } from '../../src/contract/shape.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import { SolutionConfig } from '../../src/resources/solution-config.ts'
import { type FurnishedShop, type Sent, trainingFor, writeFurnishedShop } from '../fixtures/data/furnished-shop.ts'
import { type ShopTraining, type TrainedShop, trainShop } from '../fixtures/data/train-shop.ts'
import { ignored, type SettingEffect, settingEffects, shownElsewhere, trained } from './settings.ts'

const root = join(import.meta.dirname, '../..')

/** Paths of the members that hold no members of their own. */
function leavesOf(shape: Shape, path = ''): readonly string[] {
  const members = shape.members ?? (shape.wire === 'list' ? shape.item?.members : undefined)
  if (!members) return [path]
  return Object.entries(members).flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`))
}

const isBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)

test('every setting of the contract has a row, or a test elsewhere that names it', async () => {
  const rows = new Set(settingEffects.map(({ setting }) => setting))
  const missing = leavesOf(SolutionConfig as unknown as Shape).filter(
    path =>
      !rows.has(path) && !isBelow(path, ignored) && !Object.keys(shownElsewhere).some(above => isBelow(path, above)),
  )
  assert.deepEqual(missing, [])
  for (const [path, file] of Object.entries(shownElsewhere))
    assert.ok((await readFile(join(root, file), 'utf8')).includes(path.split('.').at(-1)!), `${file} names no ${path}`)
})

describe('effects of settings', () => {
  let directory = ''
  let shop: FurnishedShop
  /** How each recipe blends this data, found once. */
  const found = new Map<string, ShopTraining>()

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-settings-'))
    shop = await writeFurnishedShop(directory)
  })
  after(() => rm(directory, { recursive: true }))

  /** Everything is cold, so that settings can be seen in the whole order. */
  const parametersOf = ({ name }: Recipe): ShopTraining['parameters'] =>
    name === 'aws-hrnn-coldstart'
      ? {
          featureTransformationParameters: { cold_start_max_interactions: '100000', cold_start_max_duration: '100000' },
        }
      : {}

  const trainWith = (recipe: Recipe, sent: Sent, more: ShopTraining = {}): Promise<TrainedShop> =>
    trainShop(directory, shop, recipe.name, {
      ...trainingFor(recipe, shop, sent),
      parameters: parametersOf(recipe)!,
      ...more,
    })

  async function train(recipe: Recipe, sent: Sent): Promise<TrainedShop> {
    if (!found.has(recipe.name)) {
      const { choices } = await trainWith(recipe, {})
      found.set(recipe.name, choices ? { choices } : {})
    }
    return trainWith(recipe, sent, found.get(recipe.name))
  }

  const bytesOf = ({ artifactPath }: TrainedShop): Promise<Buffer> => readFile(artifactPath)

  const titleOf = ({ setting, dataset, what, direction }: SettingEffect): string =>
    `${setting}${dataset === undefined ? '' : ` of ${dataset}`}: ${what} ${direction}`

  for (const effect of settingEffects)
    for (const recipe of trained.filter(effect.takenBy))
      test(`${recipe.name} ${titleOf(effect)}`, async () => {
        const [first, second] = [await train(recipe, effect.values[0]), await train(recipe, effect.values[1])]
        const [one, other] = [effect.observe(first), effect.observe(second)]
        assert.ok(effect.direction === 'rises' ? other > one : other < one, `${one} → ${other}`)
        assert.deepEqual(await bytesOf(await train(recipe, effect.values[0])), await bytesOf(first))
      })
})
