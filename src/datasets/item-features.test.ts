/** Features of items from real Parquet segments, and which columns a configuration leaves in. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeValueSegment } from '../../test/fixtures/data/value-segment.ts'
import type { ItemFeature, ItemFeatures } from '../algorithms/item-features.ts'
import { parseSchema } from './avro.ts'
import { type ItemColumn, itemColumnsOf } from './item-columns.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'
import { termsOf } from './text-terms.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-features-'))
})
after(() => rm(directory, { recursive: true }))

const bounds = () => ({ temporaryDirectory: join(directory, 'spill'), memoryMb: 128 })

const segment = (name: string, columns: string, values: string): Promise<string> =>
  writeValueSegment(join(directory, name), columns, values)

const columns: readonly ItemColumn[] = [
  { name: 'GENRES', kind: 'category' },
  { name: 'PRICE', kind: 'number' },
  { name: 'PLOT', kind: 'text' },
]

async function read(itemFiles: readonly string[], itemColumns = columns): Promise<Snapshot> {
  const interactions = await segment(
    'i.parquet',
    'USER_ID, ITEM_ID, TIMESTAMP',
    `('u','b',1::bigint), ('u','d',2), ('v','b',3)`,
  )
  return readSnapshot(
    { interactionFiles: [interactions], itemFiles, itemColumns, eventRules: [], uniqueCountMax: 10, ...bounds() },
    () => {},
  )
}

const ids = ({ bytes, offsets }: Snapshot['items']) =>
  Array.from(offsets.subarray(1), (end, at) => Buffer.from(bytes.subarray(offsets[at], end)).toString())

function columnOf(features: ItemFeatures | undefined, name: string): ItemFeature {
  const found = features?.columns.find(column => column.name === name)
  assert.ok(found, name)
  return found
}

test('items without interactions get an index, and features stand by the same indices', async () => {
  const file = await segment(
    'a.parquet',
    'ITEM_ID, GENRES, PRICE, PLOT, CREATION_TIMESTAMP',
    `('c','Drama|Comedy',2.5::float,'A dog, a dog',50::bigint), ('b','Comedy',null,'The cat',null), ('a','',1,'x1 dog',7)`,
  )
  const { items, itemFeatures, histories } = await read([file])
  assert.deepEqual(ids(items), ['a', 'b', 'c', 'd'])
  assert.equal(histories.itemCount, 4)
  assert.deepEqual([...histories.items], [1, 3, 1])
  const genres = columnOf(itemFeatures, 'GENRES')
  assert.ok(genres.kind === 'category')
  assert.deepEqual([...genres.offsets], [0, 0, 1, 3, 3])
  assert.equal(genres.codes[0], genres.codes[2])
  assert.equal(genres.valueCount, 2)
  const price = columnOf(itemFeatures, 'PRICE')
  assert.ok(price.kind === 'number')
  assert.deepEqual([...price.values], [1, Number.NaN, 2.5, Number.NaN])
  const plot = columnOf(itemFeatures, 'PLOT')
  assert.ok(plot.kind === 'text')
  assert.deepEqual([...plot.offsets], [0, 2, 4, 5, 5])
  assert.equal(plot.counts[4], 2)
  assert.deepEqual([...itemFeatures!.creationTimes!], [7, Number.NaN, 50, Number.NaN])
})

test('the last row of an item wins, across segments and within one', async () => {
  const first = await segment('b1.parquet', 'ITEM_ID, PRICE', `('b', 1), ('d', 1)`)
  const second = await segment('b2.parquet', 'ITEM_ID, PRICE', `('b', 2), ('b', 3)`)
  const price = columnOf((await read([first, second])).itemFeatures, 'PRICE')
  assert.ok(price.kind === 'number')
  assert.deepEqual([...price.values], [3, 1])
})

test('a text column that is mostly empty is left out, and so is a column no file has', async () => {
  const rows = Array.from({ length: 10 }, (_, at) => `('item${at}', ${at < 8 ? "'a plot'" : 'null'})`)
  const sparse = await segment('c1.parquet', 'ITEM_ID, PLOT', rows.join(', '))
  assert.deepEqual((await read([sparse])).itemFeatures?.columns, [])
  const filled = await segment('c2.parquet', 'ITEM_ID, PLOT', rows.slice(0, 9).join(', '))
  assert.equal((await read([filled])).itemFeatures?.columns.length, 1)
})

test('without asked columns and without segments nothing changes', async () => {
  const { items, itemFeatures } = await read([])
  assert.deepEqual(ids(items), ['b', 'd'])
  assert.equal(itemFeatures, undefined)
})

const schema = parseSchema(
  JSON.stringify({
    type: 'record',
    name: 'Items',
    version: '1.0',
    fields: [
      { name: 'ITEM_ID', type: 'string' },
      { name: 'GENRES', type: ['null', 'string'], categorical: true },
      { name: 'PLOT', type: 'string', textual: true },
      { name: 'SKU', type: 'string' },
      { name: 'ON_SALE', type: 'boolean' },
      { name: 'PRICE', type: 'float' },
      { name: 'CREATION_TIMESTAMP', type: 'long' },
    ],
  }),
)

test('numbers, categories and texts train; plain strings and booleans do not; the configuration narrows it', () => {
  const namesWith = (config: Parameters<typeof itemColumnsOf>[1]) =>
    itemColumnsOf(schema, config).map(({ name }) => name)
  assert.deepEqual(
    itemColumnsOf(schema),
    columns.toSorted((one, other) => order(one) - order(other)),
  )
  assert.deepEqual(namesWith({ excludedDatasetColumns: { Items: ['PLOT'] } }), ['GENRES', 'PRICE'])
  assert.deepEqual(namesWith({ includedDatasetColumns: { ITEMS: ['PRICE', 'SKU'] } }), ['PRICE'])
  assert.deepEqual(namesWith({ excludedDatasetColumns: { USERS: ['PRICE'] } }), ['GENRES', 'PLOT', 'PRICE'])
})

const order = ({ name }: ItemColumn): number => schema.columns.findIndex(column => column.name === name)

test('terms are words without case and marks, and pairs where a script does not separate words', () => {
  assert.deepEqual(termsOf('Café, NOIR – a 2nd one'), ['cafe', 'noir', '2nd', 'one'])
  assert.deepEqual(termsOf('東京都'), ['東京', '京都'])
  assert.deepEqual(termsOf(''), [])
})
