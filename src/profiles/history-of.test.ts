import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { EventRule } from '../resources/event-rule.ts'
import { emptyProfile } from './empty-profile.ts'
import { LiveProfile } from './group-profile.ts'
import { interactionCell, interactionsOfVisitor, pickedPlaces } from './history-of.ts'

let profile: LiveProfile
before(() => {
  profile = new LiveProfile(emptyProfile({ items: [], users: [], interactions: [] }))
  const events = [
    ['b', 20, 'buy', 4.1],
    ['a', 10, 'view', null],
    ['c', 30, null, 5],
    ['a', 40, 'view', 3],
  ] as const
  for (const [itemId, time, eventType, value] of events) {
    const eventValue = value === null ? null : Math.fround(value)
    profile.addEvent({ userId: 'ann', itemId, time, eventType, eventValue, fields: {} })
  }
  profile.addEvent({ sessionId: 's', itemId: 'z', time: 1, eventType: 'view', eventValue: null, fields: {} })
})

const itemsOf = (id: string, rules: readonly EventRule[]): readonly string[] | undefined => {
  const interactions = interactionsOfVisitor(profile, id)
  return interactions && pickedPlaces(interactions, rules).map(at => profile.items.idAt(interactions.itemAt(at)))
}

test('all of a user’s items, oldest first', () => {
  assert.deepEqual(itemsOf('ann', []), ['a', 'b', 'c', 'a'])
})

test('those that a solution trains on: by type, by value, by either of several rules', () => {
  assert.deepEqual(itemsOf('ann', [{ eventType: 'view', weight: 1 }]), ['a', 'a'])
  assert.deepEqual(itemsOf('ann', [{ eventValueMin: 4.1, weight: 1 }]), ['b', 'c'])
  const rules = [
    { eventType: 'buy', eventValueMin: 4.2, weight: 1 },
    { eventType: 'view', eventValueMin: 3, weight: 0.5 },
  ]
  assert.deepEqual(itemsOf('ann', rules), ['a'])
  assert.deepEqual(itemsOf('ann', [{ eventType: 'View', weight: 1 }]), [])
})

test('a session by its id; nothing is known of a stranger', () => {
  assert.deepEqual(itemsOf('s', []), ['z'])
  assert.equal(interactionsOfVisitor(profile, 'nobody'), undefined)
  profile.putUser('new', {})
  assert.equal(interactionsOfVisitor(profile, 'new'), undefined)
})

test('cells of an interaction by the names of the schema, those that it reserves too', () => {
  const interactions = interactionsOfVisitor(profile, 'ann')!
  const cells = (column: string) => [0, 1, 2].map(at => interactionCell(interactions, at, column))
  assert.deepEqual(cells('EVENT_TYPE'), ['view', 'buy', null])
  assert.deepEqual(cells('TIMESTAMP'), [10, 20, 30])
  assert.deepEqual(cells('DEVICE'), [null, null, null])
})
