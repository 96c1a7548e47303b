import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import type { CategoryFeature, ItemFeatures, NumberFeature, TextFeature } from '../item-features.ts'
import { placeByFeatures } from './item-feature-rows.ts'
import { rowsOfColumns, tellingColumns } from './telling-features.ts'

const itemCount = 60

const category = (name: string, codeOf: (item: number) => number): CategoryFeature => ({
  ...{ kind: 'category', name, valueCount: 3 },
  offsets: Uint32Array.from({ length: itemCount + 1 }, (_, item) => item),
  codes: Uint32Array.from({ length: itemCount }, (_, item) => codeOf(item)),
})

/** Users keep to a third of the items. */
const random = seededRandom(3)
const histories = historiesOf(
  Array.from({ length: 200 }, (_, user) => Array.from({ length: 8 }, () => 3 * random.below(20) + (user % 3))),
  itemCount,
)

test('columns that go with what follows are found, of each kind; what is dealt out by lot is not', () => {
  const price: NumberFeature = {
    ...{ kind: 'number', name: 'PRICE' },
    values: Float64Array.from({ length: itemCount }, (_, item) => 100 * (item % 3) + random.next()),
  }
  const words: TextFeature = {
    ...{ kind: 'text', name: 'WORDS', termCount: 4 },
    offsets: Uint32Array.from({ length: itemCount + 1 }, (_, item) => 2 * item),
    terms: Uint32Array.from({ length: 2 * itemCount }, (_, at) => (at % 2 === 0 ? 3 : Math.floor(at / 2) % 3)),
    counts: new Float32Array(2 * itemCount).fill(1),
  }
  const idle = Array.from({ length: 10 }, (_, draw) => category(`LOT_${draw}`, () => random.below(3)))
  const columns = [category('THIRD', item => item % 3), price, words, ...idle]
  const features: ItemFeatures = { itemCount, columns }
  assert.deepEqual(tellingColumns(features, histories, 1), ['THIRD', 'PRICE', 'WORDS'])
  assert.deepEqual(tellingColumns(features, historiesOf([], itemCount), 1), [])
})

test('rows hold what items share, column after column', () => {
  const one = category('ONE', item => item % 2)
  const alone = category('ALONE', item => item)
  const rows = rowsOfColumns({ itemCount, columns: [alone, one] }, ['ALONE', 'ONE'])
  assert.equal(rows.featureCount, 2)
  assert.deepEqual([...rows.features.subarray(0, 4)], [0, 1, 0, 1])
  assert.equal(rowsOfColumns({ itemCount, columns: [alone, one] }, []).featureCount, 0)
})

test('an item that nobody knows begins where those stand that it is like', () => {
  const rows = { featureCount: 2, offsets: Uint32Array.of(0, 1, 2, 3, 4, 4), features: Uint32Array.of(0, 0, 1, 0) }
  const vectors = Float32Array.of(2, 4, 9, 7, 8)
  placeByFeatures(vectors, rows, item => item < 3, 1)
  assert.deepEqual([...vectors], [2, 4, 9, 3, 8])
})
