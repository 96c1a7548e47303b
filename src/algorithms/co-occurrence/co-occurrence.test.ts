import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import { distinctHistories, lengthCap } from './distinct-histories.ts'
import { fitCoOccurrence } from './fit.ts'
import type { CoOccurrenceOptions } from './params.ts'
import { relatedItems } from './score.ts'

const options: CoOccurrenceOptions = {
  popularityDiscountFactor: 0.5,
  minCointeractionCount: 1,
  minItemInteractionCountPercentile: 0,
  maxItemInteractionCountPercentile: 1,
  neighbourCountMax: 500,
}

algorithmContract({
  name: 'co-occurrence',
  fit: histories => fitCoOccurrence(histories, options),
  recommend: (params, history, count) => relatedItems(params, history.at(-1) ?? -1, count),
  learnsSuccessors: true,
})

/** Item 0 meets 1 three times and 2 twice; 1 is everywhere, 2 only with 0. */
const shop = historiesOf([[0, 1, 2], [0, 1, 2], [0, 1], [1, 3], [1, 3], [1], [1], [1], [1], [4]], 5)

const neighboursOf = (item: number, more: Partial<CoOccurrenceOptions>) => {
  const { neighbours } = fitCoOccurrence(shop, { ...options, ...more })
  return [...neighbours.items.subarray(neighbours.offsets[item]!, neighbours.offsets[item + 1]!)]
}

test('co-occurrence: the discount decides between the popular and the particular', () => {
  assert.deepEqual(neighboursOf(0, { popularityDiscountFactor: 0 }), [1, 2])
  assert.deepEqual(neighboursOf(0, { popularityDiscountFactor: 1 }), [2, 1])
})

test('co-occurrence: pairs with too few common users stand behind the others, however near they are', () => {
  assert.deepEqual(neighboursOf(0, { popularityDiscountFactor: 1 }), [2, 1])
  assert.deepEqual(neighboursOf(0, { popularityDiscountFactor: 1, minCointeractionCount: 3 }), [1, 2])
})

test('co-occurrence: pairs with too few common users only fill up short rows', () => {
  // Everybody has 0 and one of 40 others, which each have three users or two.
  const users = Array.from({ length: 40 }, (_, item) => Array.from({ length: item < 30 ? 3 : 2 }, () => [0, item + 1]))
  const wide = historiesOf(users.flat(), 41)
  const rowLength = (minCointeractionCount: number): number => {
    const { neighbours } = fitCoOccurrence(wide, { ...options, minCointeractionCount })
    return neighbours.offsets[1]! - neighbours.offsets[0]!
  }
  assert.deepEqual([2, 3, 4].map(rowLength), [40, 30, 25])
})

test('co-occurrence: items beyond the percentiles have no neighbours and are none', () => {
  assert.deepEqual(neighboursOf(0, { maxItemInteractionCountPercentile: 0.4 }), [2])
  assert.deepEqual(neighboursOf(1, { maxItemInteractionCountPercentile: 0.4 }), [])
})

test('co-occurrence: no more neighbours are kept than asked for', () => {
  assert.deepEqual(neighboursOf(0, { neighbourCountMax: 1 }).length, 1)
})

test('co-occurrence: a lone or unknown item gets popular items, never itself', () => {
  const params = fitCoOccurrence(shop, options)
  assert.deepEqual(relatedItems(params, 4, 3), [1, 0, 2])
  assert.deepEqual(relatedItems(params, -1, 2), [1, 0])
  assert.ok(!relatedItems(params, 1, 5).includes(1))
})

test('co-occurrence: repeats count once, and the newest items of long histories are kept', () => {
  const distinct = distinctHistories(historiesOf([[3, 3, 2, 3]], 4), 1e9)
  assert.deepEqual([...distinct.items], [3, 2])
  const long = historiesOf([Array.from({ length: 400 }, (_, item) => item)], 400)
  assert.equal(lengthCap(long, 20_000), 100)
  assert.equal(distinctHistories(long, 20_000).items.length, 100)
  assert.equal(distinctHistories(long, 20_000).items[0], 399)
})
