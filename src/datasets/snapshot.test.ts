/** Snapshots of real Parquet segments: order, ids, repeats, rules, and counts. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeValueSegment } from '../../test/fixtures/data/value-segment.ts'
import { readSnapshot, type SnapshotSpec } from './snapshot.ts'
import { inDuckDb } from './snapshot-engine.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-snapshot-'))
})
after(() => rm(directory, { recursive: true }))

const bounds = () => ({ temporaryDirectory: join(directory, 'spill'), memoryMb: 128 })

const segment = (name: string, columns: string, values: string): Promise<string> =>
  writeValueSegment(join(directory, name), columns, values)

const spec = (files: readonly string[], more: Partial<SnapshotSpec> = {}): SnapshotSpec => ({
  interactionFiles: files,
  itemFiles: [],
  eventRules: [],
  uniqueCountMax: 1000,
  ...bounds(),
  ...more,
})

const read = (given: SnapshotSpec) => readSnapshot(given, () => {})

const ids = ({ bytes, offsets }: { bytes: Uint8Array; offsets: Uint32Array }) =>
  Array.from(offsets.subarray(1), (end, at) => Buffer.from(bytes.subarray(offsets[at], end)).toString())

test('histories are sorted by user and time, ties by segment and row; ids by their bytes', async () => {
  const first = await segment(
    'a1.parquet',
    'USER_ID, ITEM_ID, TIMESTAMP',
    `('ü','b',9::bigint), ('u','z',5), ('u','b',5)`,
  )
  const second = await segment('a2.parquet', 'USER_ID, ITEM_ID, TIMESTAMP', `('u','a',5::bigint), ('u','B',1)`)
  const snapshot = await read(spec([first, second]))
  assert.deepEqual(ids(snapshot.users), ['u', 'ü'])
  assert.deepEqual(ids(snapshot.items), ['B', 'a', 'b', 'z'])
  assert.deepEqual([...snapshot.histories.offsets], [0, 4, 5])
  assert.deepEqual([...snapshot.histories.items], [0, 3, 2, 1, 2])
  assert.deepEqual([...snapshot.histories.times], [1, 5, 5, 5, 9])
  assert.equal(snapshot.histories.weights, undefined)
})

test('rows equal in every column collapse across segments; rows that differ in any other stay', async () => {
  const columns = 'USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, DEVICE'
  const first = await segment('b1.parquet', columns, `('u','a',1::bigint,'view','tv'), ('u','a',1,'view','tv')`)
  const second = await segment(
    'b2.parquet',
    columns,
    `('u','a',1::bigint,'view','tv'), ('u','a',1,'view',null), ('u','a',1,'buy','tv')`,
  )
  const snapshot = await read(spec([first, second]))
  assert.equal(snapshot.histories.items.length, 3)
  assert.equal(snapshot.uniqueInteractionCount, 2)
  assert.equal(snapshot.eventTypeCount, 2)
})

test('rules pick event types with thresholds of their own and give weights', async () => {
  const columns = 'USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, EVENT_VALUE'
  const values = `('u','a',1::bigint,'view',0.5::float), ('u','b',2,'view',2), ('u','c',3,'buy',null), ('u','d',4,'like',9)`
  const file = await segment('c.parquet', columns, values)
  const typed = await read(spec([file], { eventRules: [{ eventType: 'view', eventValueMin: 1, weight: 1 }] }))
  assert.deepEqual(ids(typed.items), ['b'])
  const rules = [
    { eventType: 'view', weight: 0.25 },
    { eventType: 'buy', weight: 1 },
  ]
  const weighted = await read(spec([file], { eventRules: rules }))
  assert.deepEqual(ids(weighted.items), ['a', 'b', 'c'])
  assert.deepEqual([...weighted.histories.weights!], [0.25, 0.25, 1])
  assert.equal(weighted.eventTypeCount, 3)
})

test('segments of different schemas are read together', async () => {
  const old = await segment('d1.parquet', 'USER_ID, ITEM_ID, TIMESTAMP', `('u','a',1::bigint)`)
  const later = await segment('d2.parquet', 'ITEM_ID, USER_ID, TIMESTAMP, EVENT_TYPE', `('b','u',2::bigint,'view')`)
  const snapshot = await read(spec([old, later]))
  assert.deepEqual([...snapshot.histories.items], [0, 1])
})

test('the catalogue is the union of items and interactions', async () => {
  const interactions = await segment('e1.parquet', 'USER_ID, ITEM_ID, TIMESTAMP', `('u','a',1::bigint), ('u','b',2)`)
  const items = await segment('e2.parquet', 'ITEM_ID, PRICE', `('b',1), ('c',2)`)
  assert.equal((await read(spec([interactions], { itemFiles: [items] }))).catalogueItemCount, 3)
})

test('no segments and no matching rows give an empty snapshot', async () => {
  const nothing = await read(spec([]))
  assert.deepEqual([nothing.histories.userCount, nothing.histories.items.length], [0, 0])
  const file = await segment('f.parquet', 'USER_ID, ITEM_ID, TIMESTAMP', `('u','a',1::bigint)`)
  const unmatched = await read(spec([file], { eventRules: [{ eventType: 'view', weight: 1 }] }))
  assert.deepEqual([unmatched.histories.userCount, unmatched.uniqueInteractionCount], [0, 0])
})

test('many rows of one moment stay in file order', async () => {
  const file = join(directory, 'g.parquet')
  await inDuckDb(bounds(), connection =>
    connection.run(`copy (select 'u' as USER_ID, lpad(((i * 7919) % 5000)::varchar, 4, '0') as ITEM_ID, 0::bigint as TIMESTAMP
      from range(5000) as t(i)) to '${file}' (format parquet)`),
  )
  const { histories } = await read(spec([file]))
  assert.deepEqual([...histories.items.subarray(0, 4)], [0, 2919, 838, 3757])
  assert.equal(histories.items.length, 5000)
})

test('types and times of events are read beside histories where they are asked for, and only types that differ', async () => {
  const columns = 'USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, DEVICE'
  const file = await segment(
    'types.parquet',
    columns,
    `('u','a',3::bigint,'view','tv'), ('u','b',1,'buy',null), ('v','a',2,null,'pc')`,
  )
  const context = { contextColumns: [{ name: 'DEVICE', kind: 'category' } as const] }
  const { events, histories, situations } = await read(spec([file], { ...context, events: { readsTypes: true } }))
  assert.deepEqual(events?.types?.values, ['buy', 'view'])
  assert.deepEqual([...(events?.types?.codes ?? [])], [1, 2, 0])
  assert.deepEqual([...(events?.times ?? [])], [1, 3, 2])
  assert.deepEqual([...(histories.origin?.starts ?? [])], [0, 2])
  assert.deepEqual([...situations!.contexts[0]!], [0, 2, 1], 'a context stays one of its own')
  assert.equal(situations!.columns.length, 1)
  const left = await read(spec([file], { events: { readsTypes: false } }))
  assert.deepEqual([left.events?.types, [...left.events!.times]], [undefined, [1, 3, 2]])
  const buys = await read(spec([file], { events: { readsTypes: true }, eventRules: [{ eventType: 'buy', weight: 1 }] }))
  assert.equal(buys.events?.types, undefined, 'of one type alone')
  assert.equal((await read(spec([file]))).events, undefined)
})
