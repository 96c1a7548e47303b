/** Layered scores against a naive evaluator that keeps every score of the catalogue and sorts all of it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baseScores } from './base-scores.ts'
import { LayeredScores } from './layered-scores.ts'

interface Step {
  readonly item: number
  readonly add?: number
  readonly scale?: number
}

/** Few distinct amounts, so that changed and unchanged items meet in ties. */
const amount = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.float({ min: 0, max: 4, noNaN: true }))

const request = fc.array(amount, { minLength: 1, maxLength: 40 }).chain(base =>
  fc.record({
    base: fc.constant(Float32Array.from(base)),
    others: fc.array(amount, { minLength: base.length, maxLength: base.length }).map(all => Float32Array.from(all)),
    steps: fc.array(
      fc.oneof(
        fc.record({ item: fc.nat(base.length - 1), add: amount }),
        fc.record({ item: fc.nat(base.length - 1), scale: fc.constantFrom(0, 0.5, 1) }),
      ) as fc.Arbitrary<Step>,
      { maxLength: 60 },
    ),
    count: fc.nat(60),
  }),
)

function naively(base: Float32Array, steps: readonly Step[]): Float32Array {
  const scores = base.slice()
  for (const { item, add = 0, scale = 1 } of steps) scores[item] = Math.fround(scores[item]! + add) * scale
  return scores
}

function apply(layered: LayeredScores, steps: readonly Step[]): void {
  for (const { item, add, scale } of steps) {
    if (add !== undefined) layered.add(item, add)
    if (scale !== undefined) layered.scale(item, scale)
  }
}

test('order, scores and sum are those of the whole catalogue', () => {
  fc.assert(
    fc.property(request, ({ base, others, steps, count }) => {
      const layered = new LayeredScores(baseScores(others))
      // A former request over another base must leave no trace.
      layered.begin(baseScores(others))
      apply(layered, steps.toReversed())
      layered.begin(baseScores(base))
      apply(layered, steps)
      const scores = naively(base, steps)
      const order = [...scores.keys()].sort((one, other) => scores[other]! - scores[one]! || one - other)
      assert.deepEqual([...layered.top(count)], order.slice(0, count))
      assert.deepEqual(
        Float32Array.from(scores.keys(), item => layered.scoreOf(item)),
        scores,
      )
      const sum = scores.reduce((one, other) => one + other, 0)
      assert.ok(Math.abs(layered.sum - sum) <= 1e-9 * (1 + sum))
    }),
    { numRuns: 2000 },
  )
})
