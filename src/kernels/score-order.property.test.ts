/** The radix sort against the definition: a comparison sort by score, then by index. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scoreOrder } from './score-order.ts'

const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true }), fc.constant(-0))

test('the order is that of a stable sort by score', () => {
  fc.assert(
    fc.property(fc.array(score, { maxLength: 80 }), given => {
      const scores = Float32Array.from(given)
      const sorted = [...scores.keys()].sort((one, other) =>
        scores[one] === scores[other] ? one - other : scores[other]! - scores[one]!,
      )
      assert.deepEqual([...scoreOrder(scores)], sorted)
    }),
    { numRuns: 1000 },
  )
})
