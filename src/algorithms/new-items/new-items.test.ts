import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import type { ItemFeatures } from '../item-features.ts'
import { fitNewItems } from './fit.ts'
import { scoreNewItems } from './score.ts'

const groupSize = 20
const itemCount = 40

/** Two groups that users stay in; the last of each group is new. */
const histories = (() => {
  const random = seededRandom(9)
  const rows = Array.from({ length: 200 }, (_, user) =>
    Array.from({ length: 5 }, () => (user % 2) * groupSize + random.below(groupSize - 1)),
  )
  return historiesOf(rows, itemCount)
})()

const features: ItemFeatures = {
  itemCount,
  columns: [
    {
      kind: 'category',
      name: 'GROUP',
      valueCount: 2,
      offsets: Uint32Array.from({ length: itemCount + 1 }, (_, at) => at),
      codes: Uint32Array.from({ length: itemCount }, (_, item) => (item < groupSize ? 0 : 1)),
    },
  ],
}

test('new items: neighbours are known items of the same category, with shares that sum to 1', () => {
  const params = fitNewItems(histories, features, { seed: 1 })
  assert.ok(params)
  assert.deepEqual([...params.items], [19, 39])
  for (const [row, item] of params.items.entries()) {
    const { offsets, items, weights } = params.neighbours
    const neighbours = items.subarray(offsets[row], offsets[row + 1])
    assert.ok(neighbours.every(other => other !== item && other < groupSize === item < groupSize))
    const total = weights.subarray(offsets[row], offsets[row + 1]).reduce((sum, share) => sum + share, 0)
    assert.ok(Math.abs(total - 1) < 1e-5)
  }
})

test('new items: the score is the mean of the neighbours, without those of the history', () => {
  const neighbours = {
    offsets: Uint32Array.of(0, 2, 2, 3),
    items: Uint32Array.of(0, 1, 2),
    weights: Float32Array.of(0.75, 0.25, 1),
  }
  const params = { items: Uint32Array.of(3, 4, 5), neighbours }
  const scored = (history: number[]) => {
    const scores = Float32Array.of(4, 8, -3, 0, 7, 0)
    scoreNewItems(params, history, scores)
    return [...scores]
  }
  assert.deepEqual(scored([]), [4, 8, -3, 5, 7, -3])
  assert.deepEqual(scored([0]), [4, 8, -3, 8, 7, -3])
  assert.deepEqual(scored([0, 1]).slice(3), [4, 7, -3])
})

test('new items: without metadata, or without new items, there is nothing to place', () => {
  assert.equal(fitNewItems(histories, undefined, { seed: 1 }), undefined)
  assert.equal(fitNewItems(histories, { itemCount, columns: [] }, { seed: 1 }), undefined)
  const all = historiesOf([Array.from({ length: itemCount }, (_, item) => item)], itemCount)
  assert.equal(fitNewItems(all, features, { seed: 1 }), undefined)
  assert.equal(fitNewItems(historiesOf([], itemCount), features, { seed: 1 }), undefined)
})
