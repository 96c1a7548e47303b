/** What is remembered against what is searched anew: the same items, and shares of the same catalogue. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Candidates, type Restriction } from '../ranking/candidates.ts'
import { softmax } from '../ranking/probabilities.ts'
import { type Scored, scoredFrom } from '../ranking/scored.ts'
import { RememberedBest } from './remembered-best.ts'

const itemCount = 400
const candidates = new Candidates(itemCount)

type WithShares = Scored & { readonly shareOf: (item: number) => number }

/** Any function of a history will do; many scores are equal. */
const searched = (history: readonly number[]): WithShares => {
  const sum = history.reduce((total, item) => (31 * total + item) % 1009, 7)
  const scores = Float32Array.from({ length: itemCount }, (_, item) => ((item * 37 + sum * 11) % 101) / 10)
  return scoredFrom(scores, candidates, softmax) as WithShares
}

const historyOf = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })

const requestOf = fc.record({
  history: historyOf,
  count: fc.constantFrom(1, 25, 100, 101, 500),
  /** Of so many items one may stand in the answer. */
  oneOf: fc.constantFrom(1, 3, 50, 1000),
  isNamed: fc.boolean(),
  excluded: fc.uniqueArray(fc.nat(itemCount - 1), { maxLength: 5 }),
})

function restrictionOf({ oneOf, isNamed, excluded }: { oneOf: number; isNamed: boolean; excluded: number[] }) {
  const has = (item: number): boolean => item % oneOf === 0
  const items = Uint32Array.from({ length: itemCount }, (_, item) => item).filter(has)
  const restriction: Restriction = { allowed: { has, ...(isNamed && { items }) }, excluded: new Set(excluded) }
  return restriction
}

test('answers from memory are those of a search, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(requestOf, { minLength: 1, maxLength: 30 }), fc.constantFrom(0, 5000, 1e6), (asked, bytes) => {
      const remembered = new RememberedBest(bytes)
      for (const { history, count, ...more } of asked) {
        const restriction = restrictionOf(more)
        const [got, wanted] = [remembered.of(history, () => searched(history)), searched(history)]
        const items = [...got.best(restriction, count)]
        assert.deepEqual(items, [...wanted.best(restriction, count)])
        assert.deepEqual(items.map(got.shareOf), items.map(wanted.shareOf))
        assert.equal(got.scoreOf(17), wanted.scoreOf(17))
        assert.deepEqual(got.spread(), wanted.spread())
      }
    }),
  )
})

test('a history that asks again is not searched again, until too much was asked in between', () => {
  const remembered = new RememberedBest(10_000)
  let searches = 0
  const ask = (history: readonly number[], restriction: Restriction = {}) =>
    remembered
      .of(history, () => {
        searches++
        return searched(history)
      })
      .best(restriction, 25)
  ask([1, 2])
  ask([1, 2], { allowed: { has: item => item % 3 === 0 } })
  assert.equal(searches, 1)
  for (let item = 0; item < 20; item++) ask([item])
  ask([1, 2])
  assert.equal(searches, 22)
})
