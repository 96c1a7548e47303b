import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import { aDataset, aGroup, interactionsFields, refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { GroupProfile, InteractionsOfUser } from '../../profiles/profile.ts'
import { createEventTracker } from '../event-tracker/create-event-tracker.ts'
import { deleteEventTracker } from '../event-tracker/delete-event-tracker.ts'
import { putEvents } from './put-events.ts'

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })

let plane: ControlPlane
let group: string
let trackingId: string
let eventTrackerArn: string
before(async () => {
  plane = await openControlPlane()
  group = await aGroup(plane)
  await aDataset(plane, group, 'Interactions', [
    ...interactionsFields,
    field('EVENT_VALUE', ['null', 'float']),
    field('NUM_RATINGS', ['null', 'int']),
    field('DEVICE', ['null', 'string'], { categorical: true }),
    field('SIGNED_IN', ['null', 'boolean']),
  ])
  const made = await plane.call(createEventTracker, { name: 'site', datasetGroupArn: group })
  trackingId = made.trackingId ?? ''
  eventTrackerArn = made.eventTrackerArn ?? ''
})
after(() => plane.close())

const at = 1_700_000_000

const put = (event: object, call: object = {}) =>
  plane.call(putEvents, {
    trackingId,
    sessionId: 's',
    userId: 'ann',
    eventList: [{ eventType: 'view', itemId: 'a', sentAt: at, ...event }],
    ...call,
  })

const profile = (): Promise<GroupProfile> => plane.contextFor({}).profiles.of(group)

async function historyOf(userId: string): Promise<InteractionsOfUser> {
  const { users, interactionsOf } = await profile()
  return interactionsOf.call(await profile(), users.indexOf(userId))
}

async function lastOf(userId: string): Promise<readonly unknown[]> {
  const history = await historyOf(userId)
  const last = history.count - 1
  const own = ['NUM_RATINGS', 'DEVICE', 'SIGNED_IN'].map(name => history.fieldAt(last, name))
  const { items } = await profile()
  return [
    items.idAt(history.itemAt(last)),
    history.timeAt(last),
    history.eventTypeAt(last),
    history.eventValueAt(last),
    ...own,
  ]
}

test('an event stands in the history of its user as soon as the call has answered, with nothing in the answer', async () => {
  assert.equal(await put({ sentAt: at + 0.75 }), undefined)
  assert.deepEqual(await lastOf('ann'), ['a', at, 'view', null, null, null, null])
})

test('properties fill the columns of the schema; keys in camel case or as in the schema, values as clients write them', async () => {
  const properties = JSON.stringify({
    numRatings: '7',
    DEVICE: 'phone|tablet',
    signedIn: 'true',
    itemId: 'b',
    eventValue: '4.5',
    discount: 'no column of that name',
  })
  await put({ itemId: undefined, properties, sentAt: at + 1 })
  assert.deepEqual(await lastOf('ann'), ['b', at + 1, 'view', 4.5, 7, ['phone', 'tablet'], true])
})

test('the members win over what properties say of item and value', async () => {
  const properties = JSON.stringify({ itemId: 'x', eventValue: 1 })
  await put({ itemId: 'c', eventValue: 2.5, properties, sentAt: at + 2 })
  assert.deepEqual((await lastOf('ann')).slice(0, 4), ['c', at + 2, 'view', 2.5])
})

test('times are taken as numbers, numeric text, ISO text and milliseconds', async () => {
  const forms = [at + 10, String(at + 11), new Date((at + 12) * 1000).toISOString(), (at + 13) * 1000]
  for (const [index, sentAt] of forms.entries()) {
    await put({ sentAt })
    assert.equal((await lastOf('ann'))[1], at + 10 + index)
  }
})

test('properties that are no JSON object: the words of the service', async () => {
  const text = 'Error parsing properties json'
  for (const properties of ['{', '[]', '"{\\"itemId\\":\\"a\\"}"', '7', 'null']) {
    await refuses(put({ properties }), 'InvalidInputException', text)
  }
})

test('what has a place of its own in the call is refused in properties, in any case', async () => {
  for (const key of ['userId', 'SESSIONID', 'eventType', 'timestamp', 'recommendationid', 'Impression']) {
    await refuses(put({ properties: JSON.stringify({ [key]: 'x' }) }), 'InvalidInputException', /must not contain/)
  }
})

test('values that a column cannot hold are refused with the column', async () => {
  const wrong = [
    [{ numRatings: 1.5 }, /NUM_RATINGS must be a whole number/],
    [{ numRatings: 'many' }, /NUM_RATINGS/],
    [{ signedIn: 'maybe' }, /SIGNED_IN must be true or false/],
    [{ device: { kind: 'phone' } }, /DEVICE must be a text/],
    [{ eventValue: 'high' }, /EVENT_VALUE must be a number/],
    [{ device: 'x'.repeat(1001) }, /^Length cannot be more than 1000 characters for DEVICE\.$/],
  ] as const
  for (const [properties, text] of wrong) {
    await refuses(put({ properties: JSON.stringify(properties) }), 'InvalidInputException', text)
  }
})

test('an event without an item is refused, and the whole call with it', async () => {
  const before = (await historyOf('ann')).count
  const good = { eventType: 'view', itemId: 'z', sentAt: at + 100 }
  await refuses(put({}, { eventList: [good, { ...good, itemId: undefined }] }), 'InvalidInputException', /itemId/)
  assert.equal((await historyOf('ann')).count, before)
})

test('an event larger than ten kilobytes is refused', async () => {
  const impression = Array.from({ length: 25 }, (_, index) => `${'ü'.repeat(200)}${index}`)
  await refuses(put({ impression, properties: JSON.stringify({ device: 'ü'.repeat(500) }) }), 'InvalidInputException')
})

test('ten events of a call keep their order; identical ones and a second one with an event id count once', async () => {
  const eventList = Array.from({ length: 10 }, (_, index) => ({
    eventType: 'view',
    itemId: `i-${index % 5}`,
    sentAt: at,
    eventId: index === 9 ? 'first' : undefined,
  }))
  await put({}, { userId: 'ten', eventList })
  assert.equal((await historyOf('ten')).count, 5)
  await put({ sentAt: at + 1, eventId: 'twice' }, { userId: 'ten' })
  await put({ sentAt: at + 2, eventId: 'twice' }, { userId: 'ten' })
  assert.equal((await historyOf('ten')).count, 6)
})

test('a session is anonymous until an event names its user', async () => {
  const anonymous = { sessionId: 'visit', userId: undefined }
  await put({ itemId: 'p' }, anonymous)
  assert.equal((await profile()).sessionHistory('visit')?.count, 1)
  assert.equal((await profile()).users.indexOf('visit'), -1)
  await put({ itemId: 'q', sentAt: at + 1 }, { sessionId: 'visit', userId: 'joined' })
  assert.equal((await historyOf('joined')).count, 2)
})

test('a tracker of nobody, of another account or deleted: invalid input, for the call knows no "not found"', async () => {
  const none = 'There is no event tracker with the tracking id none.'
  await refuses(put({}, { trackingId: 'none' }), 'InvalidInputException', none)
  const foreign = plane.as({ account: '111111111111' })(putEvents, {
    trackingId,
    sessionId: 's',
    eventList: [{ eventType: 'view', itemId: 'a', sentAt: at }],
  })
  await refuses(foreign, 'InvalidInputException')
  await plane.settle()
  await plane.call(deleteEventTracker, { eventTrackerArn })
  await refuses(put({}), 'InvalidInputException')
})

test('a group without Interactions has no place for events', async () => {
  const bare = await aGroup(plane, 'bare')
  const made = await plane.call(createEventTracker, { name: 'site', datasetGroupArn: bare })
  await refuses(put({}, made), 'InvalidInputException', /no Interactions dataset/)
})
