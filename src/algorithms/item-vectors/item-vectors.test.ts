/** Vectors of items: what belongs together points the same way, and unknown items find their place by metadata. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import type { CategoryFeature, ItemFeatures, NumberFeature, TextFeature } from '../item-features.ts'
import { distinctUserCounts } from '../popularity/fit.ts'
import { featureRows } from './feature-rows.ts'
import { type ItemVectors, interactionVectors } from './interaction-vectors.ts'
import { metadataVectors } from './metadata-vectors.ts'
import { placedVectors } from './predict-vectors.ts'

const alike = ({ dimension, values }: ItemVectors, one: number, other: number): number => {
  let sum = 0
  for (let k = 0; k < dimension; k++) sum += values[one * dimension + k]! * values[other * dimension + k]!
  return sum
}

const groupCount = 4
const groupSize = 10

/** Four groups of ten items; a user stays in one of them. `left` items at the end of each group get no interactions. */
function groups(left: number) {
  const random = seededRandom(7)
  const rows = Array.from({ length: 400 }, (_, user) =>
    Array.from({ length: 5 }, () => (user % groupCount) * groupSize + random.below(groupSize - left)),
  )
  return historiesOf(rows, groupCount * groupSize)
}

const category = (rows: readonly (readonly number[])[], valueCount: number): CategoryFeature => {
  const offsets = new Uint32Array(rows.length + 1)
  for (const [item, row] of rows.entries()) offsets[item + 1] = offsets[item]! + row.length
  return { kind: 'category', name: 'GROUP', valueCount, offsets, codes: Uint32Array.from(rows.flat()) }
}

const byGroup: ItemFeatures = {
  itemCount: groupCount * groupSize,
  columns: [
    category(
      Array.from({ length: 40 }, (_, item) => [Math.floor(item / groupSize)]),
      groupCount,
    ),
  ],
}

test('interaction vectors: items of the same users point the same way, others do not, unknown ones nowhere', () => {
  const vectors = interactionVectors(groups(1), 8, { seed: 1 })
  assert.equal(vectors.values.length, 40 * 8)
  for (let item = 0; item < 8; item++) assert.ok(alike(vectors, item, item + 1) > 0.5)
  for (let item = 0; item < 9; item++) assert.ok(alike(vectors, item, item + 10) < 0.2)
  assert.ok(Math.abs(alike(vectors, 3, 3) - 1) < 1e-5)
  assert.equal(alike(vectors, 9, 9), 0)
})

test('interaction vectors: with little memory some users are read, and items of the same users still point the same way', () => {
  const all = interactionVectors(groups(1), 8, { seed: 1 })
  const some = interactionVectors(groups(1), 8, { seed: 1, byteCountMax: 1 })
  assert.notDeepEqual(some, all)
  assert.deepEqual(interactionVectors(groups(1), 8, { seed: 1, byteCountMax: 4e9 }), all)
  for (let item = 0; item < 8; item++) assert.ok(alike(some, item, item + 1) > 0.5)
  for (let item = 0; item < 9; item++) assert.ok(alike(some, item, item + 10) < 0.3)
})

test('interaction vectors: fewer items than dimensions, and no items, survive', () => {
  assert.equal(
    interactionVectors(
      historiesOf(
        [
          [0, 1],
          [1, 2],
        ],
        3,
      ),
      8,
      { seed: 1 },
    ).values.length,
    24,
  )
  assert.equal(interactionVectors(historiesOf([], 0), 8, { seed: 1 }).values.length, 0)
})

test('placed vectors: items without users stand among those of their category, known ones where they were', () => {
  const histories = groups(2)
  const own = interactionVectors(histories, 8, { seed: 1 })
  const metadata = metadataVectors(byGroup, 100, 1)
  const placed = placedVectors({ own, metadata, userCounts: distinctUserCounts(histories) })
  for (let group = 0; group < groupCount; group++) {
    const fresh = group * groupSize + 9
    assert.equal(alike(own, fresh, fresh), 0)
    for (let other = 0; other < groupCount; other++) {
      const likeness = alike(placed, fresh, other * groupSize)
      assert.ok(other === group ? likeness > 0.5 : likeness < 0.3, `${fresh} and ${other * groupSize}: ${likeness}`)
    }
  }
  assert.ok(alike(placed, 0, 1) > 0.9 * alike(own, 0, 1))
})

test('metadata vectors: rare values bind more than common ones, and columns count the same', () => {
  const rows = [
    [0, 1],
    [0, 1],
    [0, 2],
    [0, 2],
    [0, 3],
    [0, 4],
  ]
  const vectors = metadataVectors({ itemCount: 6, columns: [category(rows, 5)] }, 50, 1)
  assert.ok(alike(vectors, 0, 1) > 0.99)
  assert.ok(alike(vectors, 0, 2) < 0.5)
  // Values of one item alone tell nothing of others, so items 4 and 5 are known by the common one.
  assert.ok(alike(vectors, 4, 5) > 0.99)
})

test('feature rows: near numbers share places, equal ones are equal, missing ones have none', () => {
  const values = Float64Array.of(1, 1, 2, 1000, Number.NaN, 1_000_000)
  const price: NumberFeature = { kind: 'number', name: 'PRICE', values }
  const { rows, featureCount } = featureRows({ itemCount: 6, columns: [price] })
  assert.equal(featureCount, 12)
  const dense = (item: number): number[] => {
    const row = new Array<number>(featureCount).fill(0)
    for (let at = rows.offsets[item]!; at < rows.offsets[item + 1]!; at++) row[rows.items[at]!] = rows.weights[at]!
    return row
  }
  const product = (one: number, other: number) =>
    dense(one).reduce((sum, value, at) => sum + value * dense(other)[at]!, 0)
  assert.deepEqual(dense(0), dense(1))
  assert.deepEqual(dense(4), new Array(featureCount).fill(0))
  assert.ok(Math.abs(product(2, 2) - 1) < 1e-6)
  assert.equal(product(0, 5), 0)
})

test('feature rows: a text is its words, those that stand in many texts counting less', () => {
  // Items 0 and 1 share a rare word, 0 and 2 only one that all have.
  const text: TextFeature = {
    kind: 'text',
    name: 'PLOT',
    termCount: 4,
    offsets: Uint32Array.of(0, 2, 4, 6, 8),
    terms: Uint32Array.of(0, 1, 0, 1, 0, 2, 0, 2),
    counts: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1),
  }
  const vectors = metadataVectors({ itemCount: 4, columns: [text] }, 50, 1)
  assert.ok(alike(vectors, 0, 1) > 0.99)
  assert.ok(alike(vectors, 0, 2) < 0.5)
})
