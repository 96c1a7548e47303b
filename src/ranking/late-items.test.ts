/** Items that came after the model: where they stand among those it knows, what their shares are, and who speaks for them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Candidates } from './candidates.ts'
import type { LateItem } from './late-item.ts'
import { withLateItems } from './late-items.ts'
import { softmax } from './probabilities.ts'
import { scoredFrom } from './scored.ts'

/** Mean 0, deviation 2. */
const scores = Float32Array.of(2, -2, 2, -2)
const itemCount = scores.length

const late = (neighbours: readonly number[], shares: readonly number[], itemId = 'late'): LateItem => ({
  ...{ itemId, neighbours: Uint32Array.from(neighbours), shares: Float32Array.from(shares), ageDays: 0, shownCount: 0 },
})

const beside = (items: readonly LateItem[], history: readonly number[] = [], of = scores) =>
  withLateItems(scoredFrom(of, new Candidates(itemCount), softmax), { late: items, history, itemCount })

test('a late item stands a deviation behind the mean of what it is like', () => {
  const { scoreOf } = beside([late([0, 1], [0.75, 0.25]), late([0], [1])])
  assert.deepEqual([4, 5].map(scoreOf), [0.75 * 2 - 0.25 * 2 - 2, 0])
  assert.equal(scoreOf(2), 2)
})

test('items of the history and those that are never recommended do not speak, where others can', () => {
  const item = late([0, 1], [0.75, 0.25])
  assert.equal(beside([item], [0]).scoreOf(4), -4)
  assert.equal(beside([item], [0, 1]).scoreOf(4), 0)
  const never = Float32Array.of(Number.NEGATIVE_INFINITY, 1, 1, 1)
  assert.equal(beside([item], [], never).scoreOf(4), 1)
})

test('the best are those of both, ties to the model, as many as are asked for; nothing never recommended', () => {
  const items = [late([1], [1]), late([0], [1]), late([0, 1], [0.5, 0.5])]
  const { best } = beside(items)
  assert.deepEqual([...best({}, 10)], [0, 2, 5, 1, 3, 6, 4])
  assert.deepEqual([...best({}, 3)], [0, 2, 5])
  assert.deepEqual([...best({ allowed: { has: () => false } }, 2)], [5, 6])
  const never = Float32Array.of(Number.NEGATIVE_INFINITY, 1, 1, 1)
  assert.deepEqual([...beside([late([0], [1])], [], never).best({}, 10)], [1, 2, 3])
})

test('shares add up to 1 over all, and fall with scores as those of the model do', () => {
  const { shareOf, scoreOf } = beside([late([0], [1]), late([1], [1])])
  const all = [0, 1, 2, 3, 4, 5]
  const shares = all.map(item => shareOf!(item))
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-6)
  for (const item of all) assert.ok(Math.abs(Math.log(shares[0]! / shares[item]!) - (2 - scoreOf(item))) < 1e-5)
})
