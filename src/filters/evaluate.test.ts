/** Aim: each rule of meaning in runtime behaviour 1.5–1.9, one row a rule. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFilter, type GroupColumns } from './checker.ts'
import { allows, type Cell, type Fields, MissingFilterValue } from './evaluate.ts'
import { valuesIn } from './filter-values.ts'
import { parseFilter } from './parser.ts'

const columns: GroupColumns = {
  Items: [
    { name: 'SHELF', type: 'string', textual: false },
    { name: 'PRICE', type: 'double', textual: false },
  ],
  Interactions: [{ name: 'EVENT_TYPE', type: 'string', textual: false }],
  Users: [{ name: 'AGE', type: 'int', textual: false }],
}

interface Case {
  readonly text: string
  readonly item?: Record<string, Cell>
  readonly events?: readonly string[]
  readonly user?: Record<string, Cell>
  readonly current?: Record<string, Cell>
  readonly values?: Record<string, string>
}

const fieldsOf = (record: Record<string, Cell> | undefined): Fields | undefined => record && (name => record[name])

function decide({ text, item, events, user, current, values }: Case): boolean {
  const filter = checkFilter(parseFilter(text), text, columns)
  return allows(
    filter,
    { fields: fieldsOf(item), eventTypes: events ?? [] },
    {
      values: new Map(Object.entries(values ?? {}).map(([name, text]) => [name, valuesIn(text)])),
      user: fieldsOf(user),
      item: fieldsOf(current),
    },
  )
}

const shelf = 'INCLUDE ItemID WHERE Items.SHELF'
const bought = 'ItemID WHERE Interactions.EVENT_TYPE'
const adult = 'EXCLUDE ItemID WHERE Items.PRICE > 10 IF CurrentUser.AGE < 18'

const cases: readonly [string, Case, boolean][] = [
  [
    'a cell of several values matches by any part',
    { text: `${shelf} IN ("tea")`, item: { SHELF: ['gift', 'tea'] } },
    true,
  ],
  ['and NOT IN by none', { text: `${shelf} NOT IN ("tea")`, item: { SHELF: ['gift', 'tea'] } }, false],
  ['a text with a bar is one value', { text: `${shelf} IN ("tea")`, item: { SHELF: 'gift|tea' } }, false],
  ['values are exact', { text: `${shelf} IN ("Tea")`, item: { SHELF: 'tea' } }, false],
  ['a null cell is in no list', { text: `${shelf} IN ("tea")`, item: { SHELF: null } }, false],
  ['and not in every list', { text: `${shelf} NOT IN ("tea")`, item: { SHELF: null } }, true],
  ['an unknown item has null cells', { text: `${shelf} NOT IN ("tea")` }, true],
  ['a null number compares false', { text: 'INCLUDE ItemID WHERE Items.PRICE > 1', item: { PRICE: null } }, false],
  ['except by !=', { text: 'INCLUDE ItemID WHERE Items.PRICE != 1', item: { PRICE: null } }, true],
  ['event types ignore case', { text: `EXCLUDE ${bought} IN ("BUY")`, events: ['buy'] }, false],
  ['the wildcard is any type', { text: `EXCLUDE ${bought} IN ("*")`, events: ['view'] }, false],
  ['no event, nothing excluded', { text: `EXCLUDE ${bought} IN ("*")` }, true],
  ['no event, nothing included', { text: `INCLUDE ${bought} IN ("*")` }, false],
  [
    'NOT IN wants an event of another type',
    { text: `INCLUDE ${bought} NOT IN ("buy")`, events: ['buy', 'view'] },
    true,
  ],
  ['an IF that is true puts it in force', { text: adult, item: { PRICE: 20 }, user: { AGE: 12 } }, false],
  ['an IF that is false does not', { text: adult, item: { PRICE: 20 }, user: { AGE: 30 } }, true],
  ['an unknown user makes IF false', { text: adult, item: { PRICE: 20 } }, true],
  [
    'the current item',
    { text: `${shelf} IN CurrentItem.SHELF`, item: { SHELF: 'tea' }, current: { SHELF: ['tea', 'gift'] } },
    true,
  ],
  [
    'a null of the current item',
    { text: `${shelf} NOT IN CurrentItem.SHELF`, item: { SHELF: 'tea' }, current: {} },
    false,
  ],
  ['a placeholder', { text: `${shelf} IN ($S)`, item: { SHELF: 'tea' }, values: { S: '"gift","tea"' } }, true],
  [
    'text for a number is never met',
    { text: 'INCLUDE ItemID WHERE Items.PRICE != $P', item: { PRICE: 3 }, values: { P: '""' } },
    false,
  ],
  ['a number', { text: 'INCLUDE ItemID WHERE Items.PRICE < $P', item: { PRICE: 3 }, values: { P: '19.5' } }, true],
  [
    'EXCLUDE without its value is skipped',
    { text: 'EXCLUDE ItemID WHERE Items.SHELF IN ($S)', item: { SHELF: 'tea' } },
    true,
  ],
]

for (const [rule, given, expected] of cases) test(rule, () => assert.equal(decide(given), expected))

test('INCLUDE without its value is an error', () => {
  assert.throws(() => decide({ text: `${shelf} IN ($S)`, item: { SHELF: 'tea' } }), MissingFilterValue)
})

const lenient: readonly [string, readonly string[]][] = [
  ['"Western"', ['Western']],
  ['"Western","Film noir","Short"', ['Western', 'Film noir', 'Short']],
  ['19.5', ['19.5']],
  ['Western,Short', ['Western', 'Short']],
  ['"a" , "b', ['a', 'b']],
  ['\\"a\\",\\"b\\"', ['a', 'b']],
  ['"a,b"', ['a,b']],
  ['"say \\"hi\\""', ['say "hi"']],
  ['', []],
]

for (const [text, values] of lenient) test(`filter value ${text}`, () => assert.deepEqual(valuesIn(text), values))
