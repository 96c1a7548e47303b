import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chanceOf, lossChances } from './loss-chances.ts'

test('loss chances: the share for all without weights, and for all of equal weight', () => {
  for (const weights of [undefined, Float32Array.of(7, 7)])
    for (const share of [0.25, 1]) {
      const chances = lossChances(share, weights)
      assert.equal(chanceOf(chances, weights?.[0] ?? 1), share)
      assert.equal(chances.mean, share)
    }
})

test('loss chances: in proportion to weight, none for no weight', () => {
  const chances = lossChances(0.25, Float32Array.of(0, 1, 2, 1))
  assert.deepEqual(
    [0, 1, 2].map(weight => chanceOf(chances, weight)),
    [0, 0.25, 0.5],
  )
  assert.equal(chances.mean, 0.25)
  assert.deepEqual(lossChances(1, Float32Array.of(0, 0)), { perWeight: 0, mean: 0 })
})

test('loss chances: one huge weight does not take the others theirs', () => {
  const weights = Float32Array.from({ length: 100 }, (_, at) => (at === 0 ? 1000 : 1))
  const chances = lossChances(1, weights)
  // The mean is 10.99; certainty begins at four times that.
  assert.ok(Math.abs(chanceOf(chances, 1) - 1 / 43.96) < 1e-6)
  assert.equal(chanceOf(chances, 1000), 1)
})
