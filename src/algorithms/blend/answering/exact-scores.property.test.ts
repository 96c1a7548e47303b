import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ExactScores } from './exact-scores.ts'
import { inOrder } from './search.ts'

const scored = fc.uniqueArray(fc.record({ item: fc.nat(5000), score: fc.integer({ min: -3, max: 3 }) }), {
  selector: ({ item }) => item,
  maxLength: 1200,
})

test('exact scores are found by item and stand in the order they came, history after history', () => {
  const exact = new ExactScores()
  fc.assert(
    fc.property(scored, scored, (before, now) => {
      for (const those of [before, now]) {
        exact.clear()
        for (const { item, score } of those) exact.add(item, score, score / 2)
      }
      assert.equal(exact.count, now.length)
      for (const [place, { item, score }] of now.entries()) {
        assert.equal(exact.has(item), true)
        assert.equal(exact.scoreOf(item), score)
        assert.deepEqual([exact.itemAt(place), exact.scoreAt(place), exact.roughAt(place)], [item, score, score / 2])
      }
      const known = new Set(now.map(({ item }) => item))
      for (const { item } of before) assert.equal(exact.has(item), known.has(item))
    }),
  )
})

test('the best stand by falling score, then by index, and none of -Infinity among them', () => {
  const some = fc.uniqueArray(
    fc.record({ item: fc.nat(5000), score: fc.constantFrom(Number.NEGATIVE_INFINITY, -1, 0, 0.5, 2) }),
    { selector: ({ item }) => item, maxLength: 60 },
  )
  fc.assert(
    fc.property(some, fc.nat(70), (all, count) => {
      const found = inOrder(
        Uint32Array.from(all, ({ item }) => item),
        Float64Array.from(all, ({ score }) => score),
        count,
      )
      const wanted = all
        .filter(({ score }) => score > Number.NEGATIVE_INFINITY)
        .sort((one, other) => other.score - one.score || one.item - other.item)
        .map(({ item }) => item)
      assert.deepEqual([...found], wanted.slice(0, count))
    }),
  )
})
