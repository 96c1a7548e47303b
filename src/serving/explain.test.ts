/** What a warm model says of its items: amounts that add up to the score, and places as in its answers. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { itemId, ringModel, userId, writeModel } from '../../test/fixtures/data/model-files.ts'
import { writePlantedShop } from '../../test/fixtures/data/planted-shop.ts'
import { trainShop } from '../../test/fixtures/data/train-shop.ts'
import type { SituationLifts } from '../algorithms/situation-lifts/params.ts'
import { encodeIds } from '../artifacts/id-table.ts'
import type { RecommenderModel } from '../artifacts/recommender-artifact.ts'
import { defaultSettings } from '../config.ts'
import { createServing } from './create-serving.ts'
import type { ArtifactReference, ExplainedItem, ExplainRequest, Serving } from './serving.ts'

let directory: string
let serving: Serving
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-explain-'))
  serving = createServing({ dataDirectory: directory, settings: defaultSettings })
})
after(() => rm(directory, { recursive: true }))

const written = (kind: RecommenderModel['kind']): Promise<ArtifactReference> =>
  writeModel(directory, kind, ringModel(kind))

const explain = async (request: ExplainRequest) => (await serving.explain(request)).items

const totalOf = ({ amounts }: ExplainedItem): number => {
  const { events, start, repeat, together, situation, adjusted } = amounts!
  return events.reduce((sum, amount) => sum + amount, start + repeat + together + situation + adjusted)
}

const near = (one: number, other: number | undefined) =>
  assert.ok(Math.abs(one - other!) < 1e-4 * Math.max(1, Math.abs(one)), `${one} is not ${other}`)

for (const kind of ['blend', 'sequence-rules'] as const)
  test(`${kind}: places, scores and shares are those of the answer, and amounts add up`, async () => {
    const artifact = await written(kind)
    const history = [3, 4].map(itemId)
    const answer = await serving.recommend({ artifact, history, numResults: 20 })
    const items = answer.map(one => one.itemId)
    const explained = await explain({ artifact, history, items })
    for (const [at, one] of explained.entries()) {
      assert.equal(one.place, at + 1)
      assert.equal(one.candidateCount, 20)
      near(totalOf(one), one.score)
      near(one.share!, answer[at]!.score)
    }
    // The newest interaction carries what follows it.
    const [first] = explained
    assert.equal(first!.itemId, itemId(5))
    assert.ok(first!.amounts!.events[1]! > first!.amounts!.events[0]!)
  })

test('the place is that among what is allowed; what is not allowed has none', async () => {
  const artifact = await written('blend')
  const history = [3, 4].map(itemId)
  const allowed = { has: (item: number) => item % 2 === 0 }
  const items = [5, 6].map(itemId)
  const [odd, even] = await explain({ artifact, history, items, allowed })
  assert.equal(odd!.place, undefined)
  assert.equal(even!.place, 1)
  assert.equal(even!.candidateCount, 10)
})

test('without a history the one of training is explained, and told', async () => {
  const artifact = await written('blend')
  const { history, items } = await serving.explain({ artifact, userId: userId(6), items: [itemId(5)] })
  assert.deepEqual(history, [0, 1, 2, 3, 4].map(itemId))
  assert.equal(items[0]!.amounts!.events.length, 5)
})

test('a ranking compares with its own items alone', async () => {
  const artifact = await written('blend')
  const among = [9, 5, 12].map(itemId)
  const asked = { artifact, userId: userId(1), history: [itemId(4)] }
  const ranked = await serving.rank({ ...asked, inputList: among })
  const explained = await explain({ ...asked, items: ranked.map(one => one.itemId), among })
  for (const [at, one] of explained.entries()) {
    assert.equal(one.place, at + 1)
    near(one.share!, ranked[at]!.score)
  }
})

test('an item that the model does not know is said to be none of its', async () => {
  const artifact = await written('blend')
  const explained = await explain({ artifact, history: [itemId(4)], items: ['other'] })
  assert.deepEqual(explained, [{ itemId: 'other', isInModel: false, isNew: false }])
})

test('models without a history say what their order goes by', async () => {
  const items = [itemId(0)]
  const [popular] = await explain({ artifact: await written('popularity'), items })
  assert.equal(popular!.orderedBy!.what, 'users')
  assert.ok(popular!.orderedBy!.amount! > 0)
  const [trending] = await explain({ artifact: await written('trending'), items })
  assert.equal(trending!.orderedBy!.what, 'rise')
})

test('related items: nearness to the item asked about, and popularity for the rest', async () => {
  const artifact = await written('related-items')
  const answer = await serving.recommend({ artifact, itemId: itemId(3), numResults: 20 })
  const items = answer.map(one => one.itemId)
  const explained = await explain({ artifact, itemId: itemId(3), items })
  assert.deepEqual(explained[0]!.orderedBy!.what, 'nearness')
  assert.equal(explained[0]!.orderedBy!.neighbour, 1)
  assert.equal(explained.at(-1)!.orderedBy!.what, 'popularity')
  assert.deepEqual(
    explained.map(one => one.place),
    items.map((_, at) => at + 1),
  )
  const [itself] = await explain({ artifact, itemId: itemId(3), items: [itemId(3)] })
  assert.equal(itself!.score, undefined)
  assert.equal(itself!.place, undefined)
})

test('what the situation of a request adds is told apart from what the history does', async () => {
  const blend = ringModel('blend')
  assert.ok(blend.kind === 'blend')
  const lifts: SituationLifts = {
    columns: [{ name: 'DEVICE', source: 'context', kind: 'category', borders: [], firstFeature: 0 }],
    names: encodeIds(['000:phone']),
    weights: { warm: [2], cold: [0], own: [0] },
    rows: { offsets: Uint32Array.of(0, 1), items: Uint32Array.of(9), weights: Float32Array.of(0.75) },
  }
  const artifact = await writeModel(directory, 'lifted', { ...blend, params: { ...blend.params, lifts } })
  const asked = { artifact, history: [3, 4].map(itemId), items: [9, 5].map(itemId) }
  const context = { DEVICE: 'phone' }
  const plain = await explain(asked)
  const explained = await explain({ ...asked, situation: { context } })
  for (const [at, one] of explained.entries()) {
    near(totalOf(one), one.score)
    assert.deepEqual(one.amounts!.events, plain[at]!.amounts!.events)
  }
  near(explained[0]!.amounts!.situation, 1.5)
  assert.equal(explained[1]!.amounts!.situation, 0)
})

test('a trained blend with new items: amounts add up to what the answer goes by', async () => {
  const { model } = await trainShop(directory, await writePlantedShop(directory), 'aws-user-personalization')
  assert.ok(model.kind === 'blend' && model.facts?.newItems)
  const artifact = await writeModel(directory, 'shop', model)
  const newItem = model.items.idAt(model.facts.newItems.items[0]!)
  const history = [0, 1, 2].map(item => model.items.idAt(item))
  const explained = await explain({ artifact, history, items: [newItem, model.items.idAt(5)] })
  assert.deepEqual(
    explained.map(one => one.isNew),
    [true, false],
  )
  for (const one of explained) near(totalOf(one), one.score)
  assert.ok(explained[0]!.amounts!.adjusted < 0, 'a new item is held back')
  // Whoever it is like: those that the user had already do not speak.
  const { items, neighbours } = model.facts.newItems
  const nearest = Array.from({ length: 3 }, (_, at) => model.items.idAt(neighbours.items[neighbours.offsets[0]! + at]!))
  const newIds = Array.from(items, item => model.items.idAt(item))
  const held = (await explain({ artifact, history: nearest, items: newIds })).map(one => one.amounts!.adjusted)
  assert.ok(held.length > 1)
  for (const one of held) near(one, held[0])
})
