/** Objections are there exactly where a filter does not allow, and they name what decides. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkFilter, type GroupColumns } from './checker.ts'
import { allows, type Candidate, conditionHolds, type FilterRequest } from './evaluate.ts'
import { parseFilter } from './parser.ts'
import { printFilter } from './printer.ts'
import { objectionsTo } from './verdict.ts'

const columns: GroupColumns = {
  Items: [
    { name: 'SHELF', type: 'string', textual: false },
    { name: 'PRICE', type: 'double', textual: false },
  ],
  Interactions: [{ name: 'EVENT_TYPE', type: 'string', textual: false }],
  Users: [{ name: 'AGE', type: 'int', textual: false }],
}

const itemTest = fc.constantFrom(
  'Items.SHELF IN ("tea")',
  'Items.SHELF NOT IN ("tea", "gift")',
  'Items.PRICE < 5',
  'Items.PRICE != 7',
)
const eventTestText = fc.constantFrom(
  'Interactions.EVENT_TYPE IN ("buy")',
  'Interactions.EVENT_TYPE NOT IN ("view")',
  'Interactions.EVENT_TYPE IN ("*")',
)
const anyOf = (one: fc.Arbitrary<string>) =>
  fc
    .array(fc.array(one, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
    .map(lists => lists.map(list => list.join(' AND ')).join(' OR '))
const expression = fc
  .tuple(
    fc.constantFrom('INCLUDE', 'EXCLUDE'),
    fc.oneof(anyOf(itemTest), anyOf(eventTestText)),
    fc.constantFrom('', ' IF CurrentUser.AGE < 18'),
  )
  .map(([action, where, when]) => `${action} ItemID WHERE ${where}${when}`)
const chain = fc.array(expression, { minLength: 1, maxLength: 3 }).map(parts => parts.join(' | '))
const candidates = fc.record({
  record: fc.option(fc.record({ SHELF: fc.constantFrom('tea', 'gift', null), PRICE: fc.constantFrom(1, 7, null) })),
  eventTypes: fc.subarray(['buy', 'view', '']),
})

test('objections are made exactly to what is not allowed, and their conditions are as they say', () => {
  fc.assert(
    fc.property(chain, candidates, fc.constantFrom(12, 40), (text, { record, eventTypes }, age) => {
      const filter = checkFilter(parseFilter(text), text, columns)
      const fields = record ? (name: string) => record[name as keyof typeof record] : undefined
      const candidate: Candidate = { fields, eventTypes }
      const request: FilterRequest = { values: new Map(), user: () => age, item: undefined }
      const objections = objectionsTo(filter, candidate, request)
      assert.equal(objections.length === 0, allows(filter, candidate, request))
      for (const { action, text: own, conditions } of objections) {
        assert.ok(printFilter(filter).split(' | ').includes(own))
        assert.ok(conditions.length > 0)
        for (const one of conditions) assert.equal(conditionHolds(one, candidate, request), action === 'EXCLUDE')
      }
    }),
    { numRuns: 500 },
  )
})
