/** Answers of real models, one of each kind, through the port that the operations see. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { itemId, ringHistories, ringModel, userId, writeModel } from '../../test/fixtures/data/model-files.ts'
import { createServing } from './create-serving.ts'
import type { ArtifactReference, ScoredItem, Serving } from './serving.ts'

const itemCount = 20
const totalOf = (items: readonly ScoredItem[]): number => items.reduce((sum, { score = 0 }) => sum + score, 0)
const idsOf = (items: readonly ScoredItem[]): readonly string[] => items.map(({ itemId }) => itemId)

describe('answers', () => {
  let directory = ''
  let serving: Serving
  let rules: ArtifactReference
  let popular: ArtifactReference
  let related: ArtifactReference
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-answer-'))
    serving = createServing({ dataDirectory: directory, settings: { modelMemoryMb: 64 } })
    rules = await writeModel(directory, 'rules', ringModel('sequence-rules', { itemCount }))
    popular = await writeModel(directory, 'popular', ringModel('popularity', { itemCount }))
    related = await writeModel(directory, 'related', ringModel('related-items', { itemCount }))
  })
  after(() => rm(directory, { recursive: true }))

  const recommend = (artifact: ArtifactReference, more: object, numResults = 5) =>
    serving.recommend({ artifact, numResults, ...more })

  test('a user gets what follows the last item of the history', async () => {
    const { items, offsets } = ringHistories({ itemCount })
    for (const user of [0, 7, 31]) {
      const last = items[offsets[user + 1]! - 1]!
      const [first] = await recommend(rules, { userId: userId(user) })
      assert.equal(first?.itemId, itemId((last + 1) % itemCount))
    }
  })

  test('scores of a user sum to 1 over the catalogue, fall, and have seven decimals', async () => {
    for (const user of [userId(3), 'nobody']) {
      const all = await recommend(rules, { userId: user }, 500)
      assert.equal(all.length, itemCount)
      assert.ok(Math.abs(totalOf(all) - 1) < itemCount * 1e-7)
      for (const [at, { score = 0 }] of all.entries()) {
        assert.equal(Number(score.toFixed(7)), score)
        assert.ok(at === 0 || score <= all[at - 1]!.score!)
      }
      assert.deepEqual(await recommend(rules, { userId: user }, 3), all.slice(0, 3))
    }
  })

  test('an unknown user gets popular items, with scores', async () => {
    const { items, offsets } = ringHistories({ itemCount })
    const starts = Map.groupBy(offsets.subarray(0, -1), start => items[start]!)
    const mostStarted = [...starts].sort((one, other) => other[1].length - one[1].length || one[0] - other[0])[0]![0]
    const answer = await recommend(rules, { userId: 'nobody' })
    assert.equal(answer[0]!.itemId, itemId(mostStarted))
    assert.ok(answer.every(({ score = 0 }) => score > 0))
  })

  test('popularity is one list for everyone, without scores', async () => {
    const counts = new Uint32Array(itemCount)
    const { items, offsets, userCount } = ringHistories({ itemCount })
    for (let user = 0; user < userCount; user++)
      for (const item of new Set(items.subarray(offsets[user], offsets[user + 1]))) counts[item]! += 1
    const order = [...counts.keys()].sort((one, other) => counts[other]! - counts[one]! || one - other)
    const answer = await recommend(popular, { userId: userId(1) })
    assert.deepEqual(
      answer,
      order.slice(0, 5).map(item => ({ itemId: itemId(item) })),
    )
    assert.deepEqual(await recommend(popular, { userId: 'nobody' }), answer)
  })

  test('related items are not the item itself; an unknown item gives popular ones; neither has scores', async () => {
    const near = await recommend(related, { itemId: itemId(10) }, itemCount)
    assert.equal(near.length, itemCount - 1)
    assert.ok(!idsOf(near).includes(itemId(10)))
    assert.deepEqual(new Set(idsOf(near.slice(0, 2))), new Set([itemId(9), itemId(11)]))
    const unknown = await recommend(related, { itemId: 'no-such-item' })
    assert.deepEqual(idsOf(unknown), idsOf(await recommend(popular, {})))
    assert.ok([...near, ...unknown].every(item => !('score' in item)))
  })

  test('a ranking: shares of the request, each id once, unseen ids last as given and without score', async () => {
    const inputList = ['new-b', itemId(4), itemId(9), 'new-a', itemId(4), itemId(0), 'new-b']
    const ranked = await serving.rank({ artifact: rules, userId: userId(0), inputList })
    const whole = await recommend(rules, { userId: userId(0) }, itemCount)
    const known = ranked.slice(0, 3)
    const wanted = new Set([itemId(4), itemId(9), itemId(0)])
    assert.deepEqual(
      idsOf(known),
      idsOf(whole).filter(id => wanted.has(id)),
    )
    assert.ok(Math.abs(totalOf(known) - 1) < 3e-7)
    assert.deepEqual(ranked.slice(3), [{ itemId: 'new-b' }, { itemId: 'new-a' }])
  })

  test('a history of the request stands for that of the user; ids the model does not know are passed over', async () => {
    const answer = await recommend(rules, { userId: userId(0), history: ['gone', itemId(13), 'gone'] })
    assert.equal(answer[0]?.itemId, itemId(14))
    assert.deepEqual(await recommend(rules, { history: [] }), await recommend(rules, { userId: 'nobody' }))
    const ranked = await serving.rank({
      artifact: rules,
      userId: 'x',
      history: [itemId(5)],
      inputList: [3, 6].map(itemId),
    })
    assert.equal(ranked[0]?.itemId, itemId(6))
  })

  test('only what is allowed and not excluded is recommended, in the order and with the scores it has anyway', async () => {
    const whole = await recommend(rules, { userId: userId(7) }, itemCount)
    const items = await serving.itemsOf(rules)
    const isAllowed = (id: string) => items.indexOf(id) % 3 === 0
    const allowed = { has: (item: number) => isAllowed(items.idAt(item)) }
    const excluded = [itemId(6), 'gone']
    const some = await recommend(rules, { userId: userId(7), allowed, excluded }, itemCount)
    const wanted = whole.filter(({ itemId: id }) => isAllowed(id) && id !== itemId(6))
    assert.deepEqual(some, wanted)
    const near = await recommend(related, { itemId: itemId(10), allowed: { has: () => true } }, itemCount)
    assert.deepEqual(near, await recommend(related, { itemId: itemId(10) }, itemCount))
  })

  test('a ranking: what is known by its metadata alone comes behind what people had, in its order, without a score', async () => {
    const blend = ringModel('blend', { itemCount })
    assert.ok(blend.kind === 'blend')
    const userCounts = Uint32Array.from({ length: itemCount }, (_, item) => (item === 5 || item === 15 ? 0 : 3))
    const facts = { ageDays: new Float32Array(itemCount), userCounts }
    const artifact = await writeModel(directory, 'with-facts', { ...blend, facts })
    const asked = { artifact, userId: 'x', history: [itemId(4)], inputList: ['new', ...[15, 5, 10].map(itemId)] }
    const ranked = await serving.rank(asked)
    assert.deepEqual(ranked, [
      { itemId: itemId(10), score: 1 },
      ...[itemId(5), itemId(15), 'new'].map(id => ({ itemId: id })),
    ])
    const { items } = await serving.explain({ ...asked, items: [10, 5, 15].map(itemId), among: asked.inputList })
    assert.deepEqual(
      items.map(({ place }) => place),
      [1, 2, 3],
    )
  })

  test('a ranking of nothing known has no scores', async () => {
    const ranked = await serving.rank({ artifact: rules, userId: 'nobody', inputList: ['b', 'a'] })
    assert.deepEqual(ranked, [{ itemId: 'b' }, { itemId: 'a' }])
  })
})
