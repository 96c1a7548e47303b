import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../algorithms.contract.ts'
import { ageDaysOf } from './ages.ts'
import { applyItemFacts } from './apply.ts'
import type { ItemFacts } from './params.ts'

const day = 86_400
const noFacts: ItemFacts = { ageDays: new Float32Array(4), userCounts: new Uint32Array(4) }

test('age: from the creation time, else from the oldest interaction, else new', () => {
  const data = { ...historiesOf([[0, 1, 1, 2]], 5), times: Float64Array.of(0, 10 * day, 30 * day, 100 * day) }
  const set = Float64Array.of(Number.NaN, 95 * day, 200 * day, Number.NaN, 50 * day)
  assert.deepEqual([...ageDaysOf(data)], [100, 90, 0, 0, 0])
  assert.deepEqual([...ageDaysOf(data, set)], [100, 5, 0, 0, 50])
  assert.deepEqual([...ageDaysOf(historiesOf([], 2))], [0, 0])
})

test('boosts are in standard deviations of the scores, and nothing changes without facts', () => {
  const scores = Float32Array.of(-1, 1, -1, 1)
  applyItemFacts(noFacts, [], scores)
  assert.deepEqual([...scores], [-1, 1, -1, 1])
  applyItemFacts({ ...noFacts, boosts: Float32Array.of(3, 0, 0, -1) }, [], scores)
  assert.deepEqual([...scores], [2, 1, -1, 0])
})

test('what is not allowed is never recommended', () => {
  const scores = Float32Array.of(4, 3, 2, 1)
  applyItemFacts({ ...noFacts, allowed: Uint8Array.of(0, 1, 0, 1) }, [], scores)
  assert.deepEqual([...scores], [Number.NEGATIVE_INFINITY, 3, Number.NEGATIVE_INFINITY, 1])
})
