/** Aim: every published form of expression parses, and faults point at their place. Sources: guide and samples. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from './limits.ts'
import { parseFilter } from './parser.ts'
import { printFilter } from './printer.ts'

const accepted: readonly [string, string][] = [
  ['exclude itemid where interactions.event_type in ("*")', 'EXCLUDE ItemID WHERE Interactions.event_type IN ("*")'],
  ['INCLUDE ItemID WHERE Items.PRICE<=9.5', 'INCLUDE ItemID WHERE Items.PRICE <= 9.5'],
  ['INCLUDE ItemID WHERE Items.PRICE > ($MIN)', 'INCLUDE ItemID WHERE Items.PRICE > ($MIN)'],
  ['INCLUDE ItemID WHERE Items.A NOT_IN ("x")', 'INCLUDE ItemID WHERE Items.A NOT IN ("x")'],
  ["INCLUDE UserID WHERE Users.PLAN IN ('gold', 'silver')", 'INCLUDE UserID WHERE Users.PLAN IN ("gold", "silver")'],
  ['INCLUDE ItemID WHERE Items.GENRE IN ("$GENRE")', 'INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)'],
  ['INCLUDE ItemID WHERE Items.GENRE IN $G', 'INCLUDE ItemID WHERE Items.GENRE IN ($G)'],
  ['EXCLUDE ActionID WHERE Action.COST > 3', 'EXCLUDE ActionID WHERE Actions.COST > 3'],
  ['INCLUDE ItemID WHERE Items.S IN CurrentItem.S', 'INCLUDE ItemID WHERE Items.S IN CurrentItem.S'],
  [
    'EXCLUDE ItemID WHERE Items.R IN ("18") IF CurrentUser.AGE < 18 AND CurrentUser.M = $P',
    'EXCLUDE ItemID WHERE Items.R IN ("18") IF CurrentUser.AGE < 18 AND CurrentUser.M = ($P)',
  ],
  [
    'INCLUDE ItemID WHERE Items.A IN ("x") OR Items.B = 1 AND Items.C != -2\n|\tEXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Japan購入")',
    'INCLUDE ItemID WHERE Items.A IN ("x") OR Items.B = 1 AND Items.C != -2 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Japan購入")',
  ],
  ['INCLUDE ItemID WHERE Items.A IN ("say \\"hi\\" \\\\ ")', 'INCLUDE ItemID WHERE Items.A IN ("say \\"hi\\" \\\\ ")'],
]

for (const [text, printed] of accepted) {
  test(`parses ${text.replaceAll('\n', ' ')}`, () => assert.equal(printFilter(parseFilter(text)), printed))
}

test('AND binds tighter than OR', () => {
  const [expression] = parseFilter('INCLUDE ItemID WHERE Items.A = 1 OR Items.B = 2 AND Items.C = 3').expressions
  assert.deepEqual(
    expression?.anyOf.map(allOf => allOf.map(condition => condition.field.name)),
    [['A'], ['B', 'C']],
  )
})

const refused: readonly [string, string, number][] = [
  ['', 'expected INCLUDE or EXCLUDE, found the end', 1],
  ['INCLUDE Item WHERE Items.A = 1', 'expected ItemID, ActionID or UserID, found `Item`', 9],
  ['INCLUDE ItemID Items.A = 1', 'expected WHERE, found `Items`', 16],
  ['INCLUDE ItemID WHERE Shop.A = 1', 'expected Interactions, Items, Users, Actions or Action_Interactions', 22],
  ['INCLUDE ItemID WHERE (Items.A = 1)', 'expected Interactions, Items', 22],
  ['INCLUDE ItemID WHERE Items.A LIKE "x"', 'expected IN, NOT IN or a comparison', 30],
  ['INCLUDE ItemID WHERE Items.A IN ("x"', 'expected `)`, found the end', 37],
  ['INCLUDE ItemID WHERE Items.A IN ("x', 'this string has no closing quote', 34],
  ['INCLUDE ItemID WHERE Items.A IN ($A, $B)', 'fixed values or one placeholder', 36],
  ['INCLUDE ItemID WHERE Items.A IN ("a", $B)', 'fixed values or one placeholder', 39],
  ['INCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B = 1 OR CurrentUser.C = 2', 'joined by AND only', 55],
  ['INCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B = CurrentItem.A', 'not with an item', 53],
  ['INCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B IN CurrentItem.A', 'not with an item', 54],
  ['INCLUDE ItemID WHERE Items.A IN "x"', 'expected `(` with values, or a placeholder', 33],
  ['INCLUDE ItemID WHERE Items.A = 1 | EXCLUDE UserID WHERE Users.B = 1', 'expected ItemID, the target', 44],
  ['INCLUDE ItemID WHERE Items.A = 1 Items.B = 2', 'expected AND, OR, IF, `|` or the end', 34],
  ['INCLUDE ItemID WHERE Items.A = #', 'unexpected character #', 32],
  ['INCLUDE ItemID WHERE Items.A IN ($)', 'a placeholder needs a name', 34],
]

for (const [text, words, position] of refused) {
  test(`refuses ${text}`, () => {
    assert.throws(
      () => parseFilter(text),
      (error: Error) => {
        assert.ok(error.message.startsWith('Could not create filter. Invalid Expression: '), error.message)
        assert.ok(error.message.includes(words), error.message)
        assert.ok(error.message.includes(`at position ${position}\n`), error.message)
        const [, line = '', carets = ''] = error.message.split('\n')
        assert.equal(carets.indexOf('^') < Math.max(1, line.length + 1), true)
        return true
      },
    )
  })
}

test('a placeholder under NOT IN is refused in the recorded words', () => {
  assert.throws(() => parseFilter('EXCLUDE ItemID WHERE Items.A NOT IN ($NAME)'), {
    message: 'Could not create filter. Invalid input symbol: $NAME. Placeholders are not allowed with NOT_IN operator.',
  })
})

test('the caret stands under the place', () => {
  assert.throws(() => parseFilter('INCLUDE ItemID WHERE Items.A LIKE "x"'), {
    message: [
      'Could not create filter. Invalid Expression: expected IN, NOT IN or a comparison (=, !=, <, <=, >, >=), found `LIKE` at position 30',
      'INCLUDE ItemID WHERE Items.A LIKE "x"',
      '                             ^^^^',
    ].join('\n'),
  })
})

test('lengths just below and just above their limits', () => {
  const head = 'INCLUDE ItemID WHERE Items.A IN ("'
  const fill = (length: number) => `${head}${'a'.repeat(length - head.length - 2)}")`
  assert.equal(parseFilter(fill(limits.expressionLengthMax)).expressions.length, 1)
  assert.throws(() => parseFilter(fill(limits.expressionLengthMax + 1)), /at most 2500 characters/)
  const placeholder = (length: number) => `INCLUDE ItemID WHERE Items.A IN ($${'p'.repeat(length)})`
  assert.equal(parseFilter(placeholder(limits.placeholderLengthMax)).expressions.length, 1)
  assert.throws(() => parseFilter(placeholder(limits.placeholderLengthMax + 1)), /at most 50 characters/)
})
