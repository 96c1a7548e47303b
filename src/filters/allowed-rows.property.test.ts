/**
 * The law of filters over all candidates at once: for random expressions, data and histories they allow exactly those that
 * the plain evaluator allows one by one, also while records change, rows are added and remembered sets are dropped.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyProfile } from '../profiles/empty-profile.ts'
import { LiveProfile } from '../profiles/group-profile.ts'
import type { EntityTable } from '../profiles/profile.ts'
import { allowedRows, type RowRequest, unknownRow } from './allowed-rows.ts'
import { askedRows, type SomeRows } from './asked-rows.ts'
import { checkFilter, type FilterColumn, type GroupColumns } from './checker.ts'
import { ConditionSets } from './condition-sets.ts'
import { allows, type Cell, type Fields, type FilterRequest, MissingFilterValue } from './evaluate.ts'
import { parseFilter } from './parser.ts'

const column = (name: string, type: FilterColumn['type']): FilterColumn => ({ name, type, textual: false })

const schema: GroupColumns = {
  Items: [
    column('ITEM_ID', 'string'),
    column('BRAND', 'string'),
    column('Genre', 'string'),
    column('PRICE', 'double'),
    column('STOCK', 'int'),
  ],
  Users: [column('PLAN', 'string'), column('AGE', 'int')],
  Interactions: [column('EVENT_TYPE', 'string')],
}

const profileColumns = {
  items: [
    { name: 'BRAND', type: 'string', isCategorical: false },
    { name: 'GENRE', type: 'string', isCategorical: true },
    { name: 'PRICE', type: 'number', isCategorical: false },
    { name: 'STOCK', type: 'number', isCategorical: false },
  ],
  users: [
    { name: 'PLAN', type: 'string', isCategorical: false },
    { name: 'AGE', type: 'number', isCategorical: false },
  ],
  interactions: [],
} as const

const texts = ['a', 'b', 'a|b', 'constructor', '', '3']
const numbers = [-1.5, 0, 3, 3.0000000000000004, 100]

const text = fc.constantFrom(...texts)
const number = fc.constantFrom(...numbers)
const list = fc.array(fc.oneof(text, fc.constant('c')), { minLength: 1, maxLength: 6 })
const quoted = (value: string) => `"${value}"`

const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
const parameter = fc.constantFrom('P', 'Q', 'toString')
const textField = fc.constantFrom('BRAND', 'Genre', 'genre')
const numberField = fc.constantFrom('PRICE', 'stock')

const itemCondition = fc.oneof(
  fc
    .tuple(textField, list, fc.constantFrom('IN', 'NOT IN'))
    .map(([field, values, word]) => `Items.${field} ${word} (${values.map(quoted).join(', ')})`),
  fc.tuple(textField, parameter).map(([field, name]) => `Items.${field} IN ($${name})`),
  fc
    .tuple(textField, textField, fc.constantFrom('IN', 'NOT IN', '=', '!='))
    .map(([field, other, word]) => `Items.${field} ${word} CurrentItem.${other}`),
  fc
    .tuple(
      numberField,
      operator,
      fc.oneof(
        number.map(String),
        parameter.map(name => `$${name}`),
      ),
    )
    .map(([field, sign, value]) => `Items.${field} ${sign} ${value}`),
  fc
    .tuple(numberField, operator, numberField)
    .map(([field, sign, other]) => `Items.${field} ${sign} CurrentItem.${other}`),
  fc
    .tuple(numberField, fc.array(number, { minLength: 1, maxLength: 5 }), fc.constantFrom('IN', 'NOT IN'))
    .map(([field, values, word]) => `Items.${field} ${word} (${values.join(', ')})`),
)

const idCondition = fc.oneof(
  fc
    .tuple(
      fc.array(
        fc.nat({ max: 80 }).map(at => `"item-${at}"`),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom('IN', 'NOT IN'),
    )
    .map(([values, word]) => `Items.ITEM_ID ${word} (${values.join(', ')})`),
  fc.constantFrom('=', '!=', 'IN', 'NOT IN').map(word => `Items.item_id ${word} CurrentItem.ITEM_ID`),
)

const eventCondition = fc
  .tuple(
    fc.constantFrom('IN', 'NOT IN'),
    fc.array(fc.constantFrom('buy', 'VIEW', '*', 'c'), { minLength: 1, maxLength: 2 }),
  )
  .map(([word, values]) => `Interactions.EVENT_TYPE ${word} (${values.map(quoted).join(', ')})`)

const conditions = fc
  .oneof(
    fc.array(fc.oneof({ arbitrary: itemCondition, weight: 6 }, { arbitrary: idCondition, weight: 1 }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.array(eventCondition, { minLength: 1, maxLength: 2 }),
  )
  .chain(parts =>
    fc
      .array(fc.constantFrom(' AND ', ' OR '), { minLength: parts.length, maxLength: parts.length })
      .map(joints => parts.map((part, at) => (at === 0 ? part : joints[at] + part)).join('')),
  )

const userCondition = fc.constantFrom(
  'CurrentUser.AGE < 18',
  'CurrentUser.AGE != $P',
  'CurrentUser.PLAN IN ("a", "b")',
  'CurrentUser.PLAN = "a"',
)

const expression = fc
  .tuple(fc.constantFrom('INCLUDE', 'EXCLUDE'), conditions, fc.array(userCondition, { maxLength: 1 }))
  .map(
    ([action, where, when]) => `${action} ItemID WHERE ${where}${when.length > 0 ? ` IF ${when.join(' AND ')}` : ''}`,
  )

const filterText = fc.array(expression, { minLength: 1, maxLength: 3 }).map(parts => parts.join(' | '))

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 })
const itemRecord = fc.record({
  BRAND: nullable(text),
  GENRE: nullable(text),
  PRICE: nullable(number),
  STOCK: nullable(number),
})
const userRecord = fc.record({ PLAN: nullable(text), AGE: nullable(fc.constantFrom(12, 30)) })

const itemId = fc.integer({ min: 0, max: 70 }).map(at => `item-${at}`)
const userId = fc.constantFrom('ann', 'bob')

const change = fc.oneof(
  fc.record({ what: fc.constant('item' as const), id: itemId, fields: itemRecord }),
  fc.record({ what: fc.constant('user' as const), id: userId, fields: userRecord }),
  fc.record({
    what: fc.constant('event' as const),
    user: userId,
    item: itemId,
    type: nullable(fc.constantFrom('Buy', 'view', 'share')),
  }),
)

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const asked = fc.record({
  text: filterText,
  values: fc.dictionary(
    parameter,
    fc.oneof(
      list,
      number.map(value => [String(value)]),
      fc.constant(['x']),
    ),
  ),
  user: fc.constantFrom('ann', 'bob', 'nobody'),
  item: fc.oneof(itemId, fc.constant('nothing')),
})

type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

function apply(profile: LiveProfile, one: Change, time: number): void {
  if (one.what === 'item') profile.putItem(one.id, one.fields)
  if (one.what === 'user') profile.putUser(one.id, one.fields)
  if (one.what !== 'event') return
  const { user, item, type } = one
  profile.addEvent({ userId: user, itemId: item, time, eventType: type, eventValue: null, fields: {} })
}

const fieldsOf = (table: EntityTable, row: number): Fields | undefined =>
  row < 0
    ? undefined
    : name => (name === 'ITEM_ID' ? table.idAt(row) : (table.column(name.toUpperCase())?.valueAt(row) as Cell))

const userRowOf = (profile: LiveProfile, { user }: Asked): number => profile.users.indexOf(user)

function eventTypesWith(profile: LiveProfile, userRow: number, itemRow: number): readonly string[] {
  if (userRow < 0) return []
  const events = profile.interactionsOf(userRow)
  return Array.from({ length: events.count }, (_, at) => at)
    .filter(at => events.itemAt(at) === itemRow)
    .map(at => events.eventTypeAt(at) ?? '')
}

/** What may not happen in one of the two and not in the other. */
function outcome<T>(work: () => T): T | string {
  try {
    return work()
  } catch (error) {
    if (error instanceof MissingFilterValue) return error.message
    throw error
  }
}

function plainly(profile: LiveProfile, given: Asked, request: FilterRequest): readonly boolean[] {
  const filter = checkFilter(parseFilter(given.text), given.text, schema)
  const user = userRowOf(profile, given)
  const rows = Array.from({ length: profile.items.size + 1 }, (_, row) => (row < profile.items.size ? row : -1))
  return rows.map(row =>
    allows(filter, { fields: fieldsOf(profile.items, row), eventTypes: eventTypesWith(profile, user, row) }, request),
  )
}

function atOnce(profile: LiveProfile, sets: ConditionSets, given: Asked, request: FilterRequest): readonly boolean[] {
  const filter = checkFilter(parseFilter(given.text), given.text, schema)
  const user = userRowOf(profile, given)
  const events = user < 0 ? undefined : profile.interactionsOf(user)
  const rowRequest: RowRequest = { ...request, events, eventTypes: profile.eventTypes }
  const last = unknownRow(profile.items.size)
  const verdictsOf = (rows: Pick<SomeRows, 'has'> | undefined): readonly boolean[] =>
    Array.from({ length: last + 1 }, (_, row) => rows?.has(row) ?? true)
  const asked = askedRows(filter, sets, rowRequest)
  const oneByOne = verdictsOf(asked)
  assert.deepEqual(verdictsOf(asked?.toSet()), oneByOne)
  assert.deepEqual(verdictsOf(allowedRows(filter, sets, rowRequest)), oneByOne)
  return oneByOne
}

test('all candidates at once, and rows as they come up, are allowed as one by one', () => {
  const story = fc.array(fc.tuple(fc.array(change, { maxLength: 40 }), asked), { minLength: 1, maxLength: 6 })
  let compared = 0
  fc.assert(
    fc.property(story, fc.constantFrom(600, 5000, 1e6), (steps, byteCountMax) => {
      const profile = new LiveProfile(emptyProfile(profileColumns))
      const sets = new ConditionSets(profile.items, byteCountMax)
      let time = 0
      const sofar: Asked[] = []
      for (const [changes, given] of steps) {
        for (const one of changes) apply(profile, one, time++)
        sofar.push(given)
        // What was asked before is asked again, for it is remembered and the data has changed; and all of it twice.
        for (const one of [...sofar, ...sofar]) {
          const request: FilterRequest = {
            values: new Map(Object.entries(one.values)),
            user: fieldsOf(profile.users, userRowOf(profile, one)),
            item: fieldsOf(profile.items, profile.items.indexOf(one.item)),
          }
          const wanted = outcome(() => plainly(profile, one, request))
          const found = outcome(() => atOnce(profile, sets, one, request))
          assert.deepEqual(found, wanted, one.text)
          compared += typeof wanted === 'string' ? 0 : 1
        }
        assert.ok(sets.byteCount <= byteCountMax)
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(compared > 500)
})

test('a filter does not change what others remember of the same conditions', () => {
  const profile = new LiveProfile(emptyProfile(profileColumns))
  for (let at = 0; at < 60; at++)
    profile.putItem(`item-${at}`, { BRAND: at % 2 === 0 ? 'a' : 'b', PRICE: at, STOCK: at % 3 })
  const sets = new ConditionSets(profile.items, 1e6)
  const request: RowRequest = { values: new Map(), user: undefined, item: undefined, events: undefined, eventTypes: [] }
  const [a, b, c] = ['Items.BRAND IN ("a")', 'Items.PRICE < 30', 'Items.STOCK = 0']
  const texts = [
    ...[a, b, c].map(one => `INCLUDE ItemID WHERE ${one}`),
    `INCLUDE ItemID WHERE ${a} AND ${b} | EXCLUDE ItemID WHERE ${c}`,
    `INCLUDE ItemID WHERE ${a} | EXCLUDE ItemID WHERE ${b}`,
    `INCLUDE ItemID WHERE ${b} OR ${c}`,
    `INCLUDE ItemID WHERE ${c} | INCLUDE ItemID WHERE ${a}`,
    `EXCLUDE ItemID WHERE ${a} | EXCLUDE ItemID WHERE ${c}`,
  ]
  const rowsOf = (text: string) => [
    ...(allowedRows(checkFilter(parseFilter(text), text, schema), sets, request)?.rows() ?? []),
  ]
  const first = texts.map(rowsOf)
  assert.deepEqual(texts.map(rowsOf), first)
  assert.deepEqual(
    first.map(rows => rows.length),
    [30, 30, 20, 10, 15, 40, 40, 20 + 1],
  )
})

test('a limit looks at the newest events of each type only', () => {
  const profile = new LiveProfile(emptyProfile(profileColumns))
  for (let at = 0; at < 10; at++) {
    const eventType = at % 2 === 0 ? 'view' : 'buy'
    profile.addEvent({ userId: 'ann', itemId: `item-${at}`, time: at, eventType, eventValue: null, fields: {} })
  }
  const text = 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'
  const filter = checkFilter(parseFilter(text), text, schema)
  const request: RowRequest = {
    values: new Map(),
    user: undefined,
    item: undefined,
    events: profile.interactionsOf(profile.users.indexOf('ann')),
    eventTypes: profile.eventTypes,
  }
  const sets = new ConditionSets(profile.items, 1e6)
  const idsOf = (more: Partial<RowRequest>): readonly string[] =>
    Array.from(allowedRows(filter, sets, { ...request, ...more })?.rows() ?? [], row => profile.items.idAt(row))
  assert.equal(idsOf({}).length, 10)
  assert.deepEqual(idsOf({ eventsPerTypeMax: 2 }), ['item-6', 'item-7', 'item-8', 'item-9'])
})
