/** Filters on actions and on users: over a table of theirs at once, as one by one. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyProfile } from '../profiles/empty-profile.ts'
import { LiveProfile } from '../profiles/group-profile.ts'
import { allowedRows } from './allowed-rows.ts'
import { askedRows } from './asked-rows.ts'
import { checkFilter, type FilterColumn, type GroupColumns } from './checker.ts'
import { ConditionSets } from './condition-sets.ts'
import { allows, type Cell } from './evaluate.ts'
import { parseFilter } from './parser.ts'

const column = (name: string, type: FilterColumn['type'] = 'string'): FilterColumn => ({ name, type, textual: false })

const columns: GroupColumns = {
  Actions: [column('ACTION_ID'), column('KIND'), column('COST', 'int')],
  Action_Interactions: [column('EVENT_TYPE')],
  Users: [column('USER_ID'), column('KIND'), column('COST', 'int')],
}

const actions = { call: ['phone', 3], mail: ['letter', 1], visit: ['phone', 9], gift: [null, null] } as const

/** Stands for the table of actions or of users: a table is one of ids and columns, whatever they mean. */
const profile = new LiveProfile(
  emptyProfile({
    items: [
      { name: 'KIND', type: 'string', isCategorical: true },
      { name: 'COST', type: 'number', isCategorical: false },
    ],
    users: [],
    interactions: [],
  }),
)
for (const [id, [KIND, COST]] of Object.entries(actions)) profile.putItem(id, { KIND, COST })
for (const [itemId, eventType] of [
  ['call', 'TAKEN'],
  ['mail', 'NOT_TAKEN'],
  ['visit', 'VIEWED'],
] as const) {
  profile.addEvent({ userId: 'ann', itemId, time: 1, eventType, eventValue: null, fields: {} })
}

function left(text: string, values: Readonly<Record<string, string>> = {}): readonly string[] {
  const filter = checkFilter(parseFilter(text), text, columns)
  const sets = new ConditionSets(profile.items, 1e6, `${filter.target.slice(0, -2).toUpperCase()}_ID`)
  const events = profile.interactionsOf(profile.users.indexOf('ann'))
  const of = new Map(Object.entries(values).map(([name, value]) => [name, [value]]))
  const request = { values: of, user: undefined, item: undefined, events, eventTypes: profile.eventTypes }
  const [whole, some] = [allowedRows(filter, sets, request), askedRows(filter, sets, request)]
  const ids = Object.keys(actions)
  return ids.filter((id, row) => {
    const typeOf = (at: number) => profile.eventTypes[events.eventTypeCodeAt(at)] ?? ''
    const eventTypes = [0, 1, 2].filter(at => events.itemAt(at) === row).map(typeOf)
    const cellOf = (name: string): Cell =>
      name.endsWith('_ID') ? id : (profile.items.column(name)?.valueAt(row) as Cell)
    const isAllowed = allows(filter, { fields: cellOf, eventTypes }, request)
    assert.deepEqual([whole?.has(row) ?? true, some?.has(row) ?? true], [isAllowed, isAllowed], `${id}: ${text}`)
    return isAllowed
  })
}

for (const [text, wanted] of [
  ['EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("taken")', ['mail', 'visit', 'gift']],
  ['INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("Not Taken")', ['mail']],
  ['INCLUDE ActionID WHERE action_interactions.event_type IN ("not_taken", "Viewed")', ['mail', 'visit']],
  ['EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("*")', ['gift']],
  ['INCLUDE ActionID WHERE Action.COST < 5 AND Actions.KIND NOT IN ("letter")', ['call']],
  ['INCLUDE ActionID WHERE Actions.KIND NOT IN ("phone")', ['mail', 'gift']],
  ['EXCLUDE ActionID WHERE Actions.ACTION_ID IN ("gift")', ['call', 'mail', 'visit']],
  ['INCLUDE UserID WHERE Users.KIND IN ("phone") OR Users.COST = 1', ['call', 'mail', 'visit']],
  ['EXCLUDE UserID WHERE Users.USER_ID IN ("call", "nobody") | INCLUDE UserID WHERE Users.COST != 9', ['mail', 'gift']],
] as const) {
  test(text, () => assert.deepEqual(left(text), wanted))
}

test('a chain with a value, and without it', () => {
  const text =
    'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("TAKEN") | EXCLUDE ActionID WHERE Actions.COST > ($LIMIT)'
  assert.deepEqual(left(text, { LIMIT: '2' }), ['mail', 'gift'])
  assert.deepEqual(left(text), ['mail', 'visit', 'gift'])
})
