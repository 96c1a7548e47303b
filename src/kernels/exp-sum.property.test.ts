/** The fast sum against Math.exp. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { expSum } from './exp-sum.ts'

const score = fc.float({ min: -200, max: 200, noNaN: true })

test('agrees with Math.exp to a few parts in ten million, whatever the range', () => {
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 50 }), given => {
      const scores = Float32Array.from(given)
      const highest = Math.max(...scores)
      const exact = scores.reduce((sum, value) => sum + Math.exp(value - highest), 0)
      assert.ok(Math.abs(expSum(scores, highest) - exact) <= 3e-7 * exact)
    }),
  )
})

test('what is excluded by -Infinity adds nothing', () => {
  assert.equal(expSum(Float32Array.of(2, Number.NEGATIVE_INFINITY, 2), 2), 2)
})
