/** Aim: what a schema forbids is refused at its place, and fields come back in the schema's spelling. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFilter, type FilterColumn, type GroupColumns } from './checker.ts'
import { parseFilter } from './parser.ts'
import { printFilter } from './printer.ts'

const column = (name: string, type: FilterColumn['type'] = 'string', textual = false): FilterColumn => ({
  name,
  type,
  textual,
})

const columns: GroupColumns = {
  Items: [
    column('BRAND'),
    column('PRICE', 'float'),
    column('PLOT', 'string', true),
    column('IS_NEW', 'boolean'),
    ...Array.from({ length: 11 }, (_, index) => column(`N${index}`, 'int')),
  ],
  Interactions: [column('EVENT_TYPE'), column('DEVICE')],
  Users: [column('PLAN'), column('AGE', 'int')],
  Actions: [column('COST', 'int'), column('REPEAT_FREQUENCY', 'long')],
}

const check = (text: string) => checkFilter(parseFilter(text), text, columns)

const accepted = [
  'INCLUDE ItemID WHERE Items.BRAND IN ("a", "b") AND Items.PRICE > 3',
  'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ("view")',
  'INCLUDE ItemID WHERE Items.PRICE <= CurrentItem.PRICE AND Items.BRAND IN CurrentItem.BRAND',
  'INCLUDE ItemID WHERE Items.BRAND = CurrentItem.BRAND',
  'INCLUDE ItemID WHERE Items.PRICE IN ("3", 4)',
  'EXCLUDE ItemID WHERE Items.PRICE > 3 IF CurrentUser.PLAN = "gold" AND CurrentUser.AGE < 18',
  'INCLUDE UserID WHERE Users.PLAN IN ("gold") OR Users.AGE > 3',
  'INCLUDE ActionID WHERE Actions.COST < ($MAX)',
]

for (const text of accepted) test(`accepts ${text}`, () => assert.equal(check(text).expressions.length, 1))

const refused: readonly [string, RegExp][] = [
  ['INCLUDE ItemID WHERE Items.COLOUR IN ("x")', /the Items schema has no field COLOUR at position 22/],
  ['INCLUDE ItemID WHERE Items.PLOT IN ("x")', /PLOT is textual, and textual fields cannot be filtered/],
  ['INCLUDE ItemID WHERE Items.IS_NEW = 1', /IS_NEW is boolean/],
  ['INCLUDE ItemID WHERE Items.BRAND = "x"', /BRAND is a string: use IN or NOT IN instead of =/],
  ['INCLUDE ItemID WHERE Items.PRICE > "dear"', /PRICE is a number/],
  ['INCLUDE ItemID WHERE Items.BRAND IN (3)', /BRAND is a string: write the value in double quotes/],
  ['INCLUDE ItemID WHERE Users.PLAN IN ("x")', /a filter on ItemID tests Items or Interactions, not Users/],
  ['INCLUDE ItemID WHERE Items.PRICE > 1 AND Interactions.EVENT_TYPE IN ("x")', /one expression tests one dataset/],
  ['INCLUDE ItemID WHERE Interactions.DEVICE IN ("x")', /EVENT_TYPE is the only field/],
  ['INCLUDE ItemID WHERE Interactions.EVENT_TYPE = "x"', /EVENT_TYPE is compared by IN or NOT IN/],
  ['INCLUDE ItemID WHERE Items.BRAND IN CurrentItem.PRICE', /not both text or both numbers/],
  ['INCLUDE UserID WHERE Users.PLAN IN CurrentItem.BRAND', /CurrentItem is for filters on ItemID/],
  ['EXCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.PLAN < "x"', /PLAN is a string: use =, !=, IN or NOT IN/],
  [
    'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("x")',
    /the dataset group has no Action_Interactions dataset/,
  ],
  ['EXCLUDE ActionID WHERE Actions.REPEAT_FREQUENCY > 3', /REPEAT_FREQUENCY acts by itself/],
]

for (const [text, message] of refused) test(`refuses ${text}`, () => assert.throws(() => check(text), { message }))

test('fields come back in the spelling of the schema, placeholders in order of use', () => {
  const text = 'include itemid where items.brand in ($B) and items.price > $P or items.brand in ($B)'
  const filter = check(text)
  assert.equal(
    printFilter(filter),
    'INCLUDE ItemID WHERE Items.BRAND IN ($B) AND Items.PRICE > ($P) OR Items.BRAND IN ($B)',
  )
  assert.deepEqual(filter.placeholders, ['B', 'P'])
})

test('ten distinct fields are accepted, eleven refused', () => {
  const using = (count: number) =>
    `INCLUDE ItemID WHERE ${Array.from({ length: count }, (_, index) => `Items.N${index} = 1`).join(' AND ')}`
  assert.equal(check(using(10)).expressions.length, 1)
  assert.throws(() => check(using(11)), /at most 10 distinct fields/)
})
