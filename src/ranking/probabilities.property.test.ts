/** Laws of printed scores. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { printed, sharesOf } from './probabilities.ts'

const scores = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 100 })

test('shares lie in [0, 1], sum to 1 and keep the order', () => {
  fc.assert(
    fc.property(scores, given => {
      const shares = sharesOf(given)
      assert.ok(Math.abs(shares.reduce((one, other) => one + other, 0) - 1) < 1e-9)
      for (const [at, share] of shares.entries()) {
        assert.ok(share >= 0 && share <= 1)
        assert.ok(given.every((other, place) => other <= given[at]! || shares[place]! >= share))
      }
    }),
  )
})

test('without any score all items have the same share', () => {
  assert.deepEqual(sharesOf([0, 0, 0, 0]), [0.25, 0.25, 0.25, 0.25])
})

test('a printed score has seven decimals at most', () => {
  assert.equal(printed(1 / 3), 0.3333333)
  assert.equal(printed(0.00000004), 0)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), score => {
      assert.ok(Math.abs(printed(score) - score) <= 0.5000001e-7)
      assert.equal(Number(printed(score).toFixed(7)), printed(score))
    }),
  )
})
