/** Segments in, histories out: what is read is what a plain walk over the same rows gives. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { silentLog } from '../base/log.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { LiveProfile } from '../profiles/group-profile.ts'
import type { InteractionsOfUser } from '../profiles/profile.ts'
import { loadProfile } from './load-profile.ts'
import type { ReadSpec } from './read-spec.ts'

let directory: string
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-profile-'))
})
after(() => rm(directory, { recursive: true }))

async function segment(name: string, sql: string): Promise<string> {
  const file = join(directory, `${name}.parquet`)
  const bounds = { temporaryDirectory: directory, memoryMb: 256 }
  await inDuckDb(bounds, async connection => {
    await connection.run('set preserve_insertion_order = true')
    await connection.run(`copy (${sql}) to '${file}' (format parquet)`)
  })
  return file
}

const none = { files: [], columns: [] }

const means = { priority: 'normal', signal: new AbortController().signal, log: silentLog } as const

async function read(spec: Partial<ReadSpec>): Promise<LiveProfile> {
  return new LiveProfile(await loadProfile(wholeOf(spec), means))
}

const wholeOf = (spec: Partial<ReadSpec>): ReadSpec => ({
  ...{ items: none, users: none, interactions: none, temporaryDirectory: directory, memoryMb: 256 },
  ...spec,
})

const column = (name: string, type: 'number' | 'boolean' | 'string', isCategorical = false) => ({
  name,
  type,
  isCategorical,
})

const told = (profile: LiveProfile, history: InteractionsOfUser | undefined): readonly unknown[] =>
  Array.from({ length: history?.count ?? 0 }, (_, at) => [
    profile.items.idAt(history!.itemAt(at)),
    history!.timeAt(at),
    history!.eventTypeAt(at),
    history!.eventValueAt(at),
  ])

const ofUser = (profile: LiveProfile, id: string) => told(profile, profile.interactionsOf(profile.users.indexOf(id)))

const interactions = (rows: string) =>
  `select * from (values ${rows}) as t(USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, EVENT_VALUE, DEVICE)`

test('histories go by time, then by segment and row; equal rows count once; other columns are kept', async () => {
  const one = await segment(
    'one',
    interactions(`('ann','b',20::bigint,'view',1.5::float,'tv'), ('ann','a',10,'view',null,null), ('bob','a',5,null,2,'phone'),
      ('ann','b',20,'view',1.5,'tv'), ('ann','b',20,'view',1.5,'phone')`),
  )
  const two = await segment(
    'two',
    interactions(`('ann','c',20::bigint,'buy',1.5::float,'tv'), ('ann','b',20,'view',1.5,'tv')`),
  )
  const columns = [column('DEVICE', 'string'), column('ABSENT', 'number')]
  const profile = await read({ interactions: { files: [one, two], columns } })
  assert.deepEqual(ofUser(profile, 'ann'), [
    ['a', 10, 'view', null],
    ['b', 20, 'view', 1.5],
    ['b', 20, 'view', 1.5],
    ['c', 20, 'buy', 1.5],
  ])
  assert.deepEqual(ofUser(profile, 'bob'), [['a', 5, null, 2]])
  const ann = profile.interactionsOf(profile.users.indexOf('ann'))
  assert.deepEqual(
    [0, 1, 2, 3].map(at => [ann.fieldAt(at, 'DEVICE'), ann.fieldAt(at, 'ABSENT')]),
    [
      [null, null],
      ['tv', null],
      ['phone', null],
      ['tv', null],
    ],
  )
  assert.deepEqual(profile.eventTypes, ['buy', 'view'])
})

test('of items and users the newest record counts, and ids that only interactions name have none', async () => {
  const first = await segment(
    'items-1',
    `select 'a' as ITEM_ID, 19.99::float as PRICE, 'x|y' as GENRE union all
    select 'b', 1::float, null`,
  )
  const second = await segment('items-2', `select 'b' as ITEM_ID, true as SOLD, 'z' as GENRE`)
  const clicks = await segment('clicks', `select 'u' as USER_ID, 'c' as ITEM_ID, 1.5::double as TIMESTAMP`)
  const columns = [column('PRICE', 'number'), column('GENRE', 'string', true), column('SOLD', 'boolean')]
  const profile = await read({
    items: { files: [first, second], columns },
    interactions: { files: [clicks], columns: [] },
  })
  const { items } = profile
  const cells = (id: string) => ['PRICE', 'GENRE', 'SOLD'].map(name => items.column(name)?.valueAt(items.indexOf(id)))
  assert.deepEqual(cells('a'), [19.99, ['x', 'y'], null])
  assert.deepEqual(cells('b'), [null, ['z'], true])
  assert.deepEqual(cells('c'), [null, null, null])
  assert.deepEqual(
    ['a', 'b', 'c'].map(id => items.hasRecord(items.indexOf(id))),
    [true, true, false],
  )
  assert.deepEqual(ofUser(profile, 'u'), [['c', 1.5, null, null]])
})

test('a session is its first user’s; one without a user stays a session; event ids are known again', async () => {
  const rows = await segment(
    'sessions',
    `select * from (values
      (null::varchar, 'a', 1::bigint, 's', 'e1'), ('ann', 'b', 2, 's', null), ('bob', 'c', 3, 's', null),
      (null, 'd', 4, 's', null), (null, 'e', 5, 'alone', 'e2'))
      as t(USER_ID, ITEM_ID, TIMESTAMP, "ATTUNE:SESSION", "ATTUNE:EVENT")`,
  )
  const profile = await read({ interactions: { files: [rows], columns: [] } })
  const items = (history: InteractionsOfUser | undefined) => told(profile, history).map(row => (row as unknown[])[0])
  assert.deepEqual(items(profile.sessionHistory('s')), ['a', 'b', 'd'])
  assert.deepEqual(items(profile.interactionsOf(profile.users.indexOf('ann'))), ['a', 'b', 'd'])
  assert.deepEqual(items(profile.interactionsOf(profile.users.indexOf('bob'))), ['c'])
  assert.deepEqual(items(profile.sessionHistory('alone')), ['e'])
  const event = { itemId: 'z', time: 9, eventType: null, eventValue: null, fields: {} }
  profile.addEvent({ ...event, sessionId: 'alone', eventId: 'e2' })
  profile.addEvent({ ...event, sessionId: 'alone', eventId: 'e3', userId: 'cat' })
  assert.deepEqual(items(profile.interactionsOf(profile.users.indexOf('cat'))), ['e', 'z'])
})

test('lists of what was shown are counted by item, of an imported column and of what the server found', async () => {
  const imported = await segment(
    'imported-shown',
    `select * from (values ('ann','a',1::bigint,'a|b'), ('ann','a',1,'a|b'), ('ann','b',2,null)) as t(USER_ID, ITEM_ID, TIMESTAMP, IMPRESSION)`,
  )
  const put = await segment(
    'put-shown',
    `select * from (values ('ann','a',3::bigint,null,'b'), ('bob','b',4,'b','b')) as t(USER_ID, ITEM_ID, TIMESTAMP, IMPRESSION, "ATTUNE:IMPRESSION")`,
  )
  const profile = await read({ interactions: { files: [imported, put], columns: [] } })
  const { impressions } = profile
  assert.deepEqual(
    ['a', 'b', 'c'].map(id => impressions.at(impressions.indexOf(id))),
    [1, 3, 0],
  )
})

test('of equal interactions the first says what was shown, as it does while they come in', async () => {
  const put = await segment(
    'equal-shown',
    `select * from (values
      ('ann','a',1::bigint,null,'s','a|b'), ('ann','a',1,null,'s','c'), ('ann','a',1,'view','s','c'),
      ('ann','b',2,null,'s',null), ('ann','b',2,null,'s','c'), (null,'a',3,null,'ann','d|'), (null,'a',3,null,'t','d'))
      as t(USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, "ATTUNE:SESSION", "ATTUNE:IMPRESSION")`,
  )
  const { impressions } = await read({ interactions: { files: [put], columns: [] } })
  assert.deepEqual(
    ['a', 'b', 'c', 'd', ''].map(id => impressions.at(impressions.indexOf(id))),
    [1, 1, 1, 2, 0],
  )
})

test('a value that single precision cannot hold is none, and no fault', async () => {
  const rows = await segment(
    'huge',
    `select 'u' as USER_ID, 'a' as ITEM_ID, -5::bigint as TIMESTAMP, 1e300 as EVENT_VALUE`,
  )
  const profile = await read({ interactions: { files: [rows], columns: [] } })
  assert.deepEqual(ofUser(profile, 'u'), [['a', -5, null, null]])
})

test('a group without data is empty, and a file that is gone is a fault', async () => {
  const profile = await read({ items: { files: [], columns: [column('PRICE', 'number')] } })
  assert.deepEqual([profile.items.size, profile.users.size, profile.items.columnNames], [0, 0, ['PRICE']])
  await assert.rejects(read({ interactions: { files: [join(directory, 'none.parquet')], columns: [] } }))
})

test('a process finds what a thread finds', async () => {
  const file = await segment(
    'either',
    interactions(`('ann','a',1::bigint,'view',1.5::float,'tv'), ('bob','b',2,null,null,null)`),
  )
  const whole = wholeOf({ interactions: { files: [file], columns: [column('DEVICE', 'string')] } })
  const found = await loadProfile(whole, { ...means, threadBytesMax: 0 })
  assert.equal(found.interactions.items.length, 2)
  assert.deepEqual(found, await loadProfile(whole, means))
})
