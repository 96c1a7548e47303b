/** Laws of printed scores. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { printed, proportional, sharesOf, softmax } from './probabilities.ts'

const scores = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 100 })

test('shares lie in [0, 1], sum to 1 and keep the order, by either rule', () => {
  fc.assert(
    fc.property(scores, fc.constantFrom(proportional, softmax), (given, rule) => {
      const shares = sharesOf(given, rule)
      assert.ok(Math.abs(shares.reduce((one, other) => one + other, 0) - 1) < 1e-9)
      for (const [at, share] of shares.entries()) {
        assert.ok(share >= 0 && share <= 1)
        assert.ok(given.every((other, place) => other <= given[at]! || shares[place]! >= share))
      }
    }),
  )
})

test('without any score all items have the same share', () => {
  assert.deepEqual(sharesOf([0, 0, 0, 0], proportional), [0.25, 0.25, 0.25, 0.25])
})

test('masses over their total sum to 1 over a catalogue, and an excluded item has none', () => {
  for (const rule of [proportional, softmax]) {
    const catalogue = Float32Array.of(3, 0.5, Number.NEGATIVE_INFINITY, 2)
    const total = rule.totalOf(catalogue, 3)
    const shares = Array.from(catalogue, score => rule.massOf(score, 3) / total)
    assert.ok(Math.abs(shares.reduce((one, other) => one + other, 0) - 1) < 1e-6)
    assert.equal(shares[2], 0)
  }
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
