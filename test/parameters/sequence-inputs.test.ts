/**
 * What the sequence model takes beside items, and how wide it is, in a whole training: an event type that decides what comes next is learned,
 * written into the model and asked with. What is left out, and that it then changes nothing, is a matter of seconds in
 * `src/training/trainers/blend/sequence-inputs.test.ts`.
 */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { recommendFrom } from '../../src/serving/answer.ts'
import type { Cell } from '../../src/serving/situation-features.ts'
import { type ShopTraining, type TrainedShop, trainShop } from '../fixtures/data/train-shop.ts'
import { halfOf, walkItem, writeTypedWalks } from '../fixtures/data/typed-walks.ts'

const recipe = 'aws-user-personalization'
const history = [3, 4, 5].map(place => walkItem(0, place))

/** The share of the second half of the items, after a last event of this type. */
const shareOfSecondHalf = (shop: TrainedShop, lastType: string): number => {
  const cells: Readonly<Record<string, readonly Cell[]>> = {
    EVENT_TYPE: ['view', 'view', lastType],
    TIMESTAMP: [1_700_100_000, 1_700_103_600, 1_700_107_200],
  }
  const pastCell = (at: number, column: string): Cell => cells[column]![at]!
  const artifact = { file: shop.artifactPath, checksum: shop.checksum }
  const answer = recommendFrom(shop.warm, { artifact, numResults: 40, history, situation: { pastCell } })
  return answer.reduce((sum, { itemId, score = 0 }) => sum + (halfOf(itemId) === 1 ? score : 0), 0)
}

const widthOf = ({ model }: TrainedShop): number => {
  const part = model.kind === 'blend' ? model.params.parts.find(one => one.part.shape === 'sequence')?.part : undefined
  assert.ok(part?.shape === 'sequence', 'the blend has a sequence model')
  return part.params.shape.dimension
}

describe('inputs of the sequence model', () => {
  let directory = ''
  let interactions = ''
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-inputs-'))
    interactions = await writeTypedWalks(directory)
  })
  after(() => rm(directory, { recursive: true }))

  let shop: TrainedShop

  const trainAs = (hidden_dimension: string, more: ShopTraining = {}): Promise<TrainedShop> =>
    trainShop(directory, { interactions, items: '' }, recipe, {
      snapshot: { itemFiles: [], events: { readsTypes: true } },
      parameters: { algorithmHyperParameters: { hidden_dimension, bptt: '2' } },
      means: { threadCount: 1, memoryMb: 512, sequenceMinutes: 0.15 },
      ...more,
    })

  test('an event type decides', async () => {
    shop = await trainAs('64')
    const sequence = shop.choices?.sequence as { readonly isUsed: boolean; readonly inputs?: readonly string[] }
    assert.deepEqual([sequence.isUsed, sequence.inputs], [true, ['event-type:EVENT_TYPE']])
    const [view, purchase] = [shareOfSecondHalf(shop, 'view'), shareOfSecondHalf(shop, 'purchase')]
    assert.ok(purchase > view + 0.1, `${view} after a view, ${purchase} after a purchase`)
  })

  test('hidden_dimension: a wider model is trained from a greater value, and the same bytes from the same', async () => {
    const sequence = shop.choices?.sequence as { readonly steps: object }
    const steps = { ...sequence.steps, plannedCount: 40, takenCount: 30, goesOn: false }
    const choices = { ...shop.choices, sequence: { ...sequence, steps } }
    const [narrow, wide, again] = [
      await trainAs('32', { choices }),
      await trainAs('96', { choices }),
      await trainAs('32', { choices }),
    ]
    assert.ok(widthOf(wide) > widthOf(narrow), `${widthOf(narrow)} and ${widthOf(wide)}`)
    assert.deepEqual(await readFile(again.artifactPath), await readFile(narrow.artifactPath))
  })
})
