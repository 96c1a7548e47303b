import assert from 'node:assert/strict'
import { test } from 'node:test'
import { learningRateAt } from './schedule.ts'

test('schedule: grows to the height in the warm-up, halves half way down, and ends at zero', () => {
  const at = (step: number) => learningRateAt(step, 110, { learningRate: 2, warmUpShare: 0.09 })
  // ceil(.09 · 110) = 10 steps of warm-up, then 100 of cosine.
  assert.equal(at(0), 0.2)
  assert.equal(at(9), 2)
  assert.ok(Math.abs(at(60) - 1) < 1e-12)
  assert.ok(at(110) < 1e-12)
  for (let step = 10; step < 110; step++) assert.ok(at(step + 1) < at(step))
})
