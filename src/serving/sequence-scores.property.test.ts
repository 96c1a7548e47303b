/** Sparse scoring against the algorithm's own, which computes every item: the same numbers, to the last bit. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TransitionRulesParams } from '../algorithms/transition-rules/params.ts'
import { scoreCatalogue } from '../algorithms/transition-rules/score.ts'
import { LayeredScores } from '../ranking/layered-scores.ts'
import { basesOf, scoreHistory } from './sequence-scores.ts'

const share = fc.oneof(fc.constantFrom(0, 0.25, 0.5), fc.float({ min: 0, max: 1, noNaN: true }))
const shares = (count: number) =>
  fc.array(share, { minLength: count, maxLength: count }).map(all => Float32Array.from(all))

const params = (itemCount: number): fc.Arbitrary<TransitionRulesParams> =>
  fc.record({
    followers: fc
      .array(fc.uniqueArray(fc.nat(itemCount - 1), { maxLength: 4 }), { minLength: itemCount, maxLength: itemCount })
      .chain(rows => {
        const offsets = Uint32Array.from([0, ...rows.map((_, at) => rows.slice(0, at + 1).flat().length)])
        const items = Uint32Array.from(rows.flat())
        return fc.record({ offsets: fc.constant(offsets), items: fc.constant(items), weights: shares(items.length) })
      }),
    prior: shares(itemCount),
    starts: shares(itemCount),
    historyWindow: fc.integer({ min: 1, max: 6 }),
    historyDecay: fc.constantFrom(0.5, 0.8, 1),
    priorWeight: fc.constantFrom(0.05, 0.5, 1),
    repeatFactor: fc.constantFrom(0, 0.1, 1, 2),
  })

const request = fc.integer({ min: 1, max: 30 }).chain(itemCount =>
  fc.record({
    params: params(itemCount),
    history: fc.array(fc.nat(itemCount - 1), { maxLength: 12 }).map(items => Uint32Array.from(items)),
    count: fc.nat(40),
  }),
)

test('scores, order and sum are those of the whole catalogue', () => {
  fc.assert(
    fc.property(request, ({ params, history, count }) => {
      const dense = new Float32Array(params.prior.length)
      scoreCatalogue(params, history, dense)
      const bases = basesOf(params)
      const sparse = new LayeredScores(bases.known)
      scoreHistory(params, bases, history, sparse)
      assert.deepEqual(
        Float32Array.from(dense.keys(), item => sparse.scoreOf(item)),
        dense,
      )
      const order = [...dense.keys()].sort((one, other) => dense[other]! - dense[one]! || one - other)
      assert.deepEqual([...sparse.top(count)], order.slice(0, count))
      const sum = dense.reduce((one, other) => one + other, 0)
      assert.ok(Math.abs(sparse.sum - sum) <= 1e-6 * (1 + sum))
    }),
    { numRuns: 1000 },
  )
})
