/** Neighbours by who interacts and by what items are, on planted groups. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import { relatedItems } from '../co-occurrence/score.ts'
import type { Histories } from '../histories.ts'
import type { ItemFeatures } from '../item-features.ts'
import { fitSimilarItems } from './fit.ts'
import type { SimilarItemsOptions } from './params.ts'

const options: SimilarItemsOptions = {
  popularityDiscountFactor: 0,
  interactionDimension: 16,
  metadataDimension: 16,
  neighbourCountMax: 20,
  seed: 1,
}

algorithmContract({
  name: 'similar-items',
  fit: histories => fitSimilarItems(histories, undefined, options),
  recommend: (params, history, count) => relatedItems(params, history.at(-1) ?? -1, count),
  learnsSuccessors: true,
})

const groupSize = 20
const groupCount = 3
const itemCount = groupCount * groupSize

/** Users stay within a group of twenty items, the first of which are the most popular; the last two get nothing. */
function histories(): Histories {
  const random = seededRandom(3)
  const pick = (user: number) => (user % groupCount) * groupSize + Math.floor((groupSize - 2) * random.next() ** 2)
  return historiesOf(
    Array.from({ length: 600 }, (_, user) => Array.from({ length: 6 }, () => pick(user))),
    itemCount,
  )
}

/** The category is the group. */
const features: ItemFeatures = {
  itemCount,
  columns: [
    {
      kind: 'category',
      name: 'GROUP',
      valueCount: groupCount,
      offsets: Uint32Array.from({ length: itemCount + 1 }, (_, at) => at),
      codes: Uint32Array.from({ length: itemCount }, (_, item) => Math.floor(item / groupSize)),
    },
  ],
}

const fresh = [18, 19, 38, 39, 58, 59]
const groupOf = (item: number): number => Math.floor(item / groupSize)

function shareOfGroup(params: ReturnType<typeof fitSimilarItems>, items: readonly number[]): number {
  const answers = items.map(item => relatedItems(params, item, 10).filter(other => groupOf(other) === groupOf(item)))
  return answers.flat().length / (10 * items.length)
}

test('similar-items: new items have the neighbours of their category and are neighbours themselves', () => {
  const params = fitSimilarItems(histories(), features, options)
  assert.equal(shareOfGroup(params, fresh), 1)
  const all = Array.from({ length: itemCount }, (_, item) => relatedItems(params, item, 19))
  for (const item of fresh) assert.ok(all.some((row, other) => other !== item && row.includes(item)))
})

test('similar-items: without metadata new items are answered with what is popular, others with their group', () => {
  const params = fitSimilarItems(histories(), undefined, options)
  assert.deepEqual(relatedItems(params, 18, 5), Array.from(params.popular.subarray(0, 5)))
  assert.ok(shareOfGroup(params, [3, 23, 43]) > 0.95)
})

test('similar-items: the discount moves answers away from popular items', () => {
  const meanUsers = (factor: number) => {
    const params = fitSimilarItems(histories(), features, { ...options, popularityDiscountFactor: factor })
    const places = new Map(Array.from(params.popular, (item, place) => [item, place]))
    const rows = Array.from({ length: itemCount }, (_, item) => relatedItems(params, item, 5)).flat()
    return rows.reduce((sum, item) => sum + places.get(item)!, 0) / rows.length
  }
  assert.ok(meanUsers(1) > meanUsers(0) + 3)
})

test('similar-items: no more neighbours are kept than asked for, nearest first', () => {
  const { neighbours } = fitSimilarItems(histories(), features, { ...options, neighbourCountMax: 4 })
  for (let item = 0; item < itemCount; item++) {
    const weights = neighbours.weights.subarray(neighbours.offsets[item]!, neighbours.offsets[item + 1]!)
    assert.ok(weights.length <= 4)
    assert.deepEqual(
      [...weights],
      [...weights].sort((one, other) => other - one),
    )
  }
})

test('similar-items: a row ends where items are no more alike than the average, however many it may hold', () => {
  const { neighbours } = fitSimilarItems(histories(), undefined, { ...options, neighbourCountMax: itemCount })
  assert.ok(neighbours.weights.length > 0)
  assert.ok(neighbours.weights.every(weight => weight > 0))
})
