/** Contexts and users' columns of real Parquet segments, and which columns a configuration leaves in. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeValueSegment } from '../../test/fixtures/data/value-segment.ts'
import { featuresAt, type Situations } from '../algorithms/situations.ts'
import { parseSchema } from './avro.ts'
import { isLeftIn } from './item-columns.ts'
import { situationColumnsOf } from './situation-columns.ts'
import { readSnapshot, type SnapshotSpec } from './snapshot.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-situations-'))
})
after(() => rm(directory, { recursive: true }))

const bounds = () => ({ temporaryDirectory: join(directory, 'spill'), memoryMb: 128 })

const segment = (name: string, columns: string, values: string): Promise<string> =>
  writeValueSegment(join(directory, name), columns, values)

const read = (interactions: string, more: Partial<SnapshotSpec>) =>
  readSnapshot(
    { interactionFiles: [interactions], itemFiles: [], eventRules: [], uniqueCountMax: 10, ...bounds(), ...more },
    () => {},
  )

const nameOf = ({ names: { bytes, offsets } }: Situations, feature: number): string =>
  Buffer.from(bytes.subarray(offsets[feature], offsets[feature + 1])).toString()

const told = (situations: Situations, user: number, interaction: number): readonly string[] =>
  Array.from(featuresAt(situations, { user, interaction }), feature => nameOf(situations, feature))

const device = { name: 'Device', kind: 'category' } as const
const hour = { name: 'HOUR', kind: 'number' } as const
const hobbies = { name: 'HOBBIES', kind: 'category' } as const
const age = { name: 'AGE', kind: 'number' } as const

const interactions = () =>
  segment(
    'i.parquet',
    'USER_ID, ITEM_ID, TIMESTAMP, DEVICE, HOUR',
    `('u','a',2::bigint,'tv',20), ('u','b',1,'phone',8), ('v','a',1,null,null), ('v','a',1,null,null), ('v','c',9,'phone',8)`,
  )

test('contexts stand by interactions in their order, repeats left out; numbers in buckets', async () => {
  const { situations, histories } = await read(await interactions(), { contextColumns: [device, hour] })
  assert.ok(situations)
  assert.equal(histories.items.length, 4)
  const all = [0, 1, 2, 3].map(at => told(situations, 0, at))
  assert.deepEqual(all, [['000:phone', '001:1'], ['000:tv', '001:2'], [], ['000:phone', '001:1']])
  assert.deepEqual(situations.columns[1]?.borders, [8, 20])
  assert.equal(situations.columns[0]?.name, 'DEVICE')
  assert.deepEqual(histories.origin?.starts, histories.offsets.subarray(0, histories.userCount))
})

test('columns of users by the same indices; the last record wins, several values count one by one', async () => {
  const old = await segment('u1.parquet', 'USER_ID, HOBBIES, AGE', `('v','golf',70), ('x','chess',5), ('u','chess',20)`)
  const later = await segment('u2.parquet', 'USER_ID, HOBBIES, AGE', `('v','tea | chess',null)`)
  const userColumns = [hobbies, age]
  const { situations } = await read(await interactions(), { userFiles: [old, later], userColumns })
  assert.ok(situations)
  assert.deepEqual(told(situations, 0, 0), ['000:chess', '001:1'])
  assert.deepEqual(told(situations, 1, 0), ['000:tea', '000:chess'])
})

test('of more values than are kept the most frequent stay', async () => {
  const names = Array.from({ length: 10_001 }, (_, at) => `v${at}`)
  const others = names.filter(name => name !== 'v5000')
  const users = await segment(
    'u3.parquet',
    'USER_ID, HOBBIES',
    `('u','${names.join('|')}'), ('v','${others.join('|')}')`,
  )
  const { situations } = await read(await interactions(), { userFiles: [users], userColumns: [hobbies] })
  assert.ok(situations)
  const values = (user: number) => told(situations, user, 0).map(name => name.slice('000:'.length))
  assert.deepEqual(values(0), others)
  assert.deepEqual(values(1), others)
})

test('without asked columns, or none that the files have, nothing is known', async () => {
  const { situations, histories } = await read(await interactions(), { contextColumns: [age], userColumns: [age] })
  assert.equal(situations, undefined)
  assert.equal(histories.origin, undefined)
})

const schemaOf = (name: string, fields: readonly object[]) =>
  parseSchema(
    JSON.stringify({ type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' }),
  )

test('own columns of interactions, categories and numbers, as the configuration leaves them', () => {
  const schema = schemaOf('Interactions', [
    { name: 'USER_ID', type: 'string' },
    { name: 'ITEM_ID', type: 'string' },
    { name: 'TIMESTAMP', type: 'long' },
    { name: 'EVENT_VALUE', type: 'float' },
    { name: 'DEVICE', type: ['null', 'string'], categorical: true },
    { name: 'HOUR', type: 'int' },
    { name: 'NOTE', type: 'string' },
  ])
  const namesOf = (config: Parameters<typeof situationColumnsOf>[2]) =>
    situationColumnsOf('INTERACTIONS', schema, config).map(({ name }) => name)
  assert.deepEqual(namesOf({}), ['DEVICE', 'HOUR'])
  assert.deepEqual(namesOf({ excludedDatasetColumns: { Interactions: ['DEVICE'] } }), ['HOUR'])
  assert.deepEqual(namesOf({ includedDatasetColumns: { INTERACTIONS: ['DEVICE'] } }), ['DEVICE'])
  assert.deepEqual(namesOf({ excludedDatasetColumns: { ITEMS: ['DEVICE'] } }), ['DEVICE', 'HOUR'])
})

test('a column that is excluded, or not among those that are included, is left out of its dataset', () => {
  const isTypeIn = (config: Parameters<typeof isLeftIn>[2]) => isLeftIn('EVENT_TYPE', 'INTERACTIONS', config)
  assert.equal(isTypeIn(undefined), true)
  assert.equal(isTypeIn({ excludedDatasetColumns: { ITEMS: ['EVENT_TYPE'] } }), true)
  assert.equal(isTypeIn({ excludedDatasetColumns: { Interactions: ['EVENT_TYPE'] } }), false)
  assert.equal(isTypeIn({ includedDatasetColumns: { INTERACTIONS: ['DEVICE'] } }), false)
})
