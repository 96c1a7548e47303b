import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nullCells } from './columns.ts'
import { emptyProfile } from './empty-profile.ts'
import { LiveProfile, type StreamedEvent } from './group-profile.ts'
import type { InteractionParts } from './interaction-store.ts'
import type { InteractionsOfUser } from './profile.ts'
import { TextTable } from './text-table.ts'

const columns = {
  items: [
    { name: 'GENRE', type: 'string', isCategorical: true },
    { name: 'PRICE', type: 'number', isCategorical: false },
    { name: 'SOLD', type: 'boolean', isCategorical: false },
  ],
  users: [],
  interactions: [{ name: 'DEVICE', type: 'string', isCategorical: false }],
} as const

const table = (texts: readonly string[]) => {
  const made = new TextTable()
  for (const text of texts) made.add(text)
  return made.parts()
}

/** Two users: the first did a, b, a at 10, 20, 20; the second nothing. */
function loaded(): LiveProfile {
  const empty = emptyProfile(columns)
  const interactions: InteractionParts = {
    offsets: new Uint32Array([0, 3, 3]),
    items: new Uint32Array([0, 1, 0]),
    times: new Uint32Array([10, 20, 20]),
    types: new Uint8Array([1, 1, 0]),
    values: new Float32Array([Number.NaN, 2.5, 1]),
    fields: [nullCells(columns.interactions[0], 3)],
  }
  const ids = { items: table(['a', 'b']), users: table(['ann', 'bob']) }
  const records = new Uint8Array(2)
  return new LiveProfile({
    ...empty,
    items: { ...empty.items, ids: ids.items, records },
    users: { ...empty.users, ids: ids.users, records },
    eventTypes: ['view'],
    interactions,
  })
}

const event = (more: Partial<StreamedEvent>): StreamedEvent => ({
  itemId: 'a',
  time: 1,
  eventType: 'view',
  eventValue: null,
  fields: {},
  ...more,
})

const told = (profile: LiveProfile, history: InteractionsOfUser | undefined): readonly string[] =>
  Array.from({ length: history?.count ?? 0 }, (_, at) =>
    [
      profile.items.idAt(history!.itemAt(at)),
      history!.timeAt(at),
      history!.eventTypeAt(at),
      history!.eventValueAt(at),
    ].join(' '),
  )

const historyOf = (profile: LiveProfile, userId: string): readonly string[] =>
  told(profile, profile.interactionsOf(profile.users.indexOf(userId)))

test('streamed events stand among the loaded ones by their time', () => {
  const profile = loaded()
  profile.addEvent(event({ userId: 'ann', itemId: 'c', time: 30 }))
  profile.addEvent(event({ userId: 'ann', itemId: 'd', time: 15, eventType: 'buy', eventValue: 3 }))
  profile.addEvent(event({ userId: 'ann', itemId: 'e', time: 20, eventType: null }))
  assert.deepEqual(historyOf(profile, 'ann'), [
    'a 10 view ',
    'd 15 buy 3',
    'b 20 view 2.5',
    'a 20  1',
    'e 20  ',
    'c 30 view ',
  ])
  assert.deepEqual(profile.eventTypes, ['view', 'buy'])
  assert.equal(profile.interactionsVersionOf(0), 3)
  assert.equal(profile.interactionsVersionOf(1), 0)
})

test('a history that was asked for stays as it was, whether more comes last, between, or before', () => {
  const profile = loaded()
  profile.addEvent(event({ userId: 'ann', itemId: 'c', time: 30 }))
  const held = [profile.interactionsOf(0)]
  for (const time of [40, 25, 5]) {
    profile.addEvent(event({ userId: 'ann', itemId: 'd', time }))
    held.push(profile.interactionsOf(0))
  }
  const itemsOf = held.map(history =>
    told(profile, history)
      .map(text => text.split(' ')[0])
      .join(''),
  )
  assert.deepEqual(itemsOf, ['abac', 'abacd', 'abadcd', 'dabadcd'])
})

test('what is equal in every column counts once, loaded or streamed; an event id counts once', () => {
  const profile = loaded()
  profile.addEvent(event({ userId: 'ann', itemId: 'b', time: 20, eventValue: 2.5 }))
  profile.addEvent(event({ userId: 'ann', itemId: 'b', time: 20, eventValue: 2 }))
  profile.addEvent(event({ userId: 'ann', itemId: 'b', time: 20, eventValue: 2, fields: { DEVICE: 'phone' } }))
  profile.addEvent(event({ userId: 'ann', itemId: 'b', time: 20, eventValue: 2, fields: { DEVICE: 'phone' } }))
  assert.equal(historyOf(profile, 'ann').length, 5)
  profile.addEvent(event({ userId: 'bob', eventId: 'x', time: 1 }))
  profile.addEvent(event({ userId: 'bob', eventId: 'x', time: 2 }))
  assert.deepEqual(historyOf(profile, 'bob'), ['a 1 view '])
})

test('a session is nobody’s until an event names its user, and then all of it is that user’s', () => {
  const profile = new LiveProfile(emptyProfile(columns))
  assert.equal(profile.sessionHistory('s'), undefined)
  profile.addEvent(event({ sessionId: 's', time: 1 }))
  profile.addEvent(event({ sessionId: 's', itemId: 'b', time: 2 }))
  assert.deepEqual(told(profile, profile.sessionHistory('s')), ['a 1 view ', 'b 2 view '])
  assert.equal(profile.users.size, 0)
  profile.addEvent(event({ sessionId: 's', userId: 'ann', itemId: 'c', time: 3 }))
  profile.addEvent(event({ sessionId: 's', itemId: 'd', time: 4 }))
  profile.addEvent(event({ sessionId: 's', userId: 'bob', itemId: 'e', time: 5 }))
  profile.addEvent(event({ sessionId: 's', itemId: 'f', time: 6 }))
  const wanted = ['a 1 view ', 'b 2 view ', 'c 3 view ', 'd 4 view ', 'f 6 view ']
  assert.deepEqual(historyOf(profile, 'ann'), wanted)
  assert.deepEqual(told(profile, profile.sessionHistory('s')), wanted)
  assert.deepEqual(historyOf(profile, 'bob'), ['e 5 view '])
})

test('a record replaces the one of its id as a whole; ids known from events alone have none', () => {
  const profile = loaded()
  const { items } = profile
  const row = items.indexOf('b')
  assert.equal(items.hasRecord(row), false)
  profile.putItem('b', { GENRE: 'Drama|Noir', PRICE: 7.5, SOLD: true })
  const { version } = items
  assert.deepEqual(
    ['GENRE', 'PRICE', 'SOLD', 'NONE'].map(name => items.column(name)?.valueAt(row)),
    [['Drama', 'Noir'], 7.5, true, undefined],
  )
  profile.putItem('b', { PRICE: 8 })
  assert.deepEqual(
    ['GENRE', 'PRICE', 'SOLD'].map(name => items.column(name)?.valueAt(row)),
    [null, 8, null],
  )
  assert.ok(items.version > version)
  assert.equal(items.hasRecord(row), true)
  profile.putItem('new', { GENRE: 'Noir' })
  assert.deepEqual(items.column('GENRE')?.valueAt(items.indexOf('new')), ['Noir'])
  assert.equal(items.column('PRICE')?.valueAt(items.indexOf('new')), null)
  assert.equal(items.column('PRICE')?.valueAt(items.indexOf('a')), null)
  const codes = items.column('GENRE')?.codes
  assert.equal(codes?.textOf(codes.codeAt(items.indexOf('new'))), 'Noir')
  assert.equal(codes?.codeAt(row), -1)
})

test('fields of the customer’s own are read from either side', () => {
  const profile = loaded()
  profile.addEvent(event({ userId: 'ann', time: 40, fields: { DEVICE: 'phone' } }))
  const history = profile.interactionsOf(0)
  assert.equal(history.fieldAt(3, 'DEVICE'), 'phone')
  assert.equal(history.fieldAt(0, 'DEVICE'), null)
  assert.equal(history.fieldAt(3, 'NONE'), null)
  assert.deepEqual(profile.counts, { loaded: 3, streamed: 1 })
  assert.ok(profile.byteCount > 0)
})
