/** The order is that of a plain sort, whatever the floats. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderOf } from './falling-order.ts'

const score = fc.oneof(
  fc.float({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.NEGATIVE_INFINITY, -0, 0, 1e-40, -1e-40),
)

test('items by falling score, ties by index', () => {
  fc.assert(
    fc.property(fc.array(score, { maxLength: 60 }), given => {
      const scores = Float32Array.from(given)
      const byScore = (one: number, other: number): number =>
        scores[one]! === scores[other]! ? one - other : scores[other]! > scores[one]! ? 1 : -1
      assert.deepEqual(Array.from(orderOf(scores)), [...scores.keys()].sort(byScore))
    }),
  )
})
