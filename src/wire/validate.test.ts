/** The texts are those of the API family; section 1 of the control-plane reference records their shape. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  asShape,
  boolean,
  double,
  integer,
  listOf,
  mapOf,
  oneOf,
  optional,
  structure,
  type TSchema,
  text,
  timestamp,
} from '../contract/shape.ts'
import { violationsMax } from './constraints.ts'
import { validate } from './validate.ts'

const check = (schema: TSchema, value: unknown) => validate(asShape(schema), value)

const refused = (schema: TSchema, value: unknown, code: string, message: string): void => {
  assert.throws(() => check(schema, value), { code, message })
}

const typeFault = (schema: TSchema, value: unknown, message: string): void =>
  refused(structure({ a: schema }), { a: value }, 'SerializationException', message)

const violates = (schema: TSchema, value: unknown, rest: string): void =>
  refused(structure({ a: schema }), { a: value }, 'ValidationException', `1 validation error detected: Value${rest}`)

describe('type faults', () => {
  test('text', () => {
    typeFault(text(), 1, 'NUMBER_VALUE cannot be converted to String')
    typeFault(text(), true, 'TRUE_VALUE cannot be converted to String')
    typeFault(text(), false, 'FALSE_VALUE cannot be converted to String')
    typeFault(text(), [], 'Start of list found where not expected')
    typeFault(text(), {}, 'Start of structure or map found where not expected.')
    typeFault(oneOf('A'), 1, 'NUMBER_VALUE cannot be converted to String')
  })

  test('numbers, which text is not', () => {
    typeFault(integer(), '1', 'STRING_VALUE cannot be converted to Integer')
    typeFault(integer(), 1.5, 'NUMBER_VALUE cannot be converted to Integer')
    typeFault(integer(), 2 ** 31, 'NUMBER_VALUE cannot be converted to Integer')
    typeFault(double(), 'NaN', 'STRING_VALUE cannot be converted to Double')
    typeFault(double(), Number.POSITIVE_INFINITY, 'NUMBER_VALUE cannot be converted to Double')
    typeFault(double(), false, 'FALSE_VALUE cannot be converted to Double')
  })

  test('booleans', () => {
    typeFault(boolean(), 'true', 'STRING_VALUE cannot be converted to Boolean')
    typeFault(boolean(), 0, 'NUMBER_VALUE cannot be converted to Boolean')
  })

  test('timestamps', () => {
    typeFault(timestamp(), 'soon', 'STRING_VALUE cannot be converted to Timestamp')
    typeFault(timestamp(), '', 'STRING_VALUE cannot be converted to Timestamp')
    typeFault(timestamp(), 1712345678250000, 'NUMBER_VALUE cannot be converted to Timestamp')
    typeFault(timestamp(), true, 'TRUE_VALUE cannot be converted to Timestamp')
  })

  test('lists, maps and structures', () => {
    typeFault(listOf(text()), 'a', 'STRING_VALUE cannot be converted to List')
    typeFault(listOf(text()), {}, 'Start of structure or map found where not expected.')
    typeFault(mapOf(text(), text()), [], 'Start of list found where not expected')
    typeFault(structure({}), 'a', 'STRING_VALUE cannot be converted to Structure')
    typeFault(listOf(text()), [1], 'NUMBER_VALUE cannot be converted to String')
    typeFault(mapOf(text(), text()), { k: 1 }, 'NUMBER_VALUE cannot be converted to String')
  })

  test('the whole body', () => {
    refused(structure({}), [], 'SerializationException', 'Start of list found where not expected')
    refused(structure({}), null, 'SerializationException', 'NULL_VALUE cannot be converted to Structure')
  })

  test('come before constraints', () => {
    const shape = structure({ a: text({ min: 3 }), b: text() })
    refused(shape, { a: 'x', b: 1 }, 'SerializationException', 'NUMBER_VALUE cannot be converted to String')
  })
})

describe('what comes out', () => {
  const shape = structure({ a: optional(text()), inner: optional(structure({ b: optional(integer()) })) })

  test('has no unknown members, at any depth', () => {
    assert.deepEqual(check(shape, { a: 'x', z: 1, inner: { b: 1, y: 2 } }), { a: 'x', inner: { b: 1 } })
  })

  test('leaves out nulls', () => {
    assert.deepEqual(check(shape, { a: null, inner: { b: null } }), { inner: {} })
  })

  test('takes nothing from the prototype', () => {
    assert.deepEqual(check(structure({ constructor: optional(text()) }), {}), {})
    const map = check(mapOf(text(), text()), JSON.parse('{"__proto__":"x"}'))
    assert.deepEqual(Object.entries(map as object), [['__proto__', 'x']])
  })

  test('has timestamps as seconds, however they were spelled', () => {
    const at = structure({ at: timestamp() })
    for (const spelled of [
      1712345678.25,
      '1712345678.25',
      1712345678250,
      '2024-04-05T19:34:38.25Z',
      ' 1712345678.25 ',
    ]) {
      assert.deepEqual(check(at, { at: spelled }), { at: 1712345678.25 }, String(spelled))
    }
  })

  test('keeps whole numbers written with a fraction', () => {
    assert.deepEqual(check(structure({ n: integer() }), JSON.parse('{"n":5.0}')), { n: 5 })
  })
})

describe('constraints', () => {
  test('a required member', () => {
    const null_ = " null at 'a' failed to satisfy constraint: Member must not be null"
    violates(text(), undefined, null_)
    violates(text(), null, null_)
    assert.deepEqual(check(structure({ a: optional(text()) }), {}), {})
  })

  test('length of text, in characters', () => {
    const shape = text({ min: 2, max: 3 })
    violates(shape, '𝒳', " '𝒳' at 'a' failed to satisfy constraint: Member must have length greater than or equal to 2")
    violates(
      shape,
      'abcd',
      " 'abcd' at 'a' failed to satisfy constraint: Member must have length less than or equal to 3",
    )
    for (const fits of ['ab', 'abc', '𝒳𝒳𝒳']) assert.ok(check(structure({ a: shape }), { a: fits }))
  })

  test('value of numbers', () => {
    const shape = integer({ min: 1, max: 100 })
    violates(shape, 0, " '0' at 'a' failed to satisfy constraint: Member must have value greater than or equal to 1")
    violates(shape, 101, " '101' at 'a' failed to satisfy constraint: Member must have value less than or equal to 100")
    for (const fits of [1, 100]) assert.ok(check(structure({ a: shape }), { a: fits }))
  })

  test('pattern, over the whole value', () => {
    const rest = " at 'a' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+"
    violates(text({ match: '[a-z]+' }), 'abc1', ` 'abc1'${rest}`)
    violates(text({ match: '[a-z]+' }), '', ` ''${rest}`)
  })

  test('enum', () => {
    violates(
      oneOf('FULL', 'UPDATE'),
      'full',
      " 'full' at 'a' failed to satisfy constraint: Member must satisfy enum value set: [FULL, UPDATE]",
    )
  })

  test('size of lists and maps', () => {
    violates(
      listOf(text(), { min: 1 }),
      [],
      " '[]' at 'a' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
    violates(
      mapOf(text(), integer(), { max: 1 }),
      { x: 1, y: 2 },
      " '{x=1, y=2}' at 'a' failed to satisfy constraint: Member must have length less than or equal to 1",
    )
  })

  test('members of structures in lists and maps have their own path, counted from 1', () => {
    const inner = structure({ key: text({ max: 1 }) })
    const rest = 'failed to satisfy constraint: Member must have length less than or equal to 1'
    violates(listOf(inner), [{ key: 'x' }, { key: 'xy' }], ` 'xy' at 'a.2.member.key' ${rest}`)
    violates(mapOf(text(), inner), { k: { key: 'xy' } }, ` 'xy' at 'a.k.member.key' ${rest}`)
  })

  test('simple items, keys and values are reported at the list or map, with all their rules, once', () => {
    const rules = '[Member must have length less than or equal to 2, Member must have length greater than or equal to 1'
    violates(
      listOf(text({ min: 1, max: 2 })),
      ['', 'abc'],
      ` '[, abc]' at 'a' failed to satisfy constraint: Member must satisfy constraint: ${rules}]`,
    )
    violates(
      mapOf(text({ min: 1, max: 2, match: '[a-z]+' }), text()),
      { A: 'x' },
      ` '{A=x}' at 'a' failed to satisfy constraint: Map keys must satisfy constraint: ${rules}, Member must satisfy regular expression pattern: [a-z]+]`,
    )
    violates(
      mapOf(text(), text({ max: 1 })),
      { k: 'xy' },
      " '{k=xy}' at 'a' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1]",
    )
  })

  test('nulls in lists and maps', () => {
    violates(listOf(text()), [null], " null at 'a.1.member' failed to satisfy constraint: Member must not be null")
    violates(
      mapOf(text(), text()),
      { k: null },
      " null at 'a.k.member' failed to satisfy constraint: Member must not be null",
    )
  })

  test('several at once, in the order of declaration', () => {
    const shape = structure({ name: text({ min: 3, match: '[a-z]+' }), count: integer({ min: 1 }), arn: text() })
    refused(
      shape,
      { count: 0, name: 'A' },
      'ValidationException',
      "4 validation errors detected: Value 'A' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; Value 'A' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 3; Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1; Value null at 'arn' failed to satisfy constraint: Member must not be null",
    )
  })
})

describe('what is echoed', () => {
  test('never a sensitive value, nor a list, map or structure that may hold one', () => {
    const secret = text({ max: 1, sensitive: true })
    const tooLong = " at 'a' failed to satisfy constraint: Member must have length less than or equal to 1"
    violates(secret, 'secret', tooLong)
    violates(listOf(structure({ s: secret }), { max: 1 }), [{ s: 'x' }, { s: 'y' }], tooLong)
    violates(
      listOf(secret),
      ['secret'],
      " at 'a' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1]",
    )
  })

  test('a long value only in part', () => {
    const long = 'x'.repeat(5000)
    violates(
      text({ max: 1 }),
      long,
      ` '${'x'.repeat(512)}...' at 'a' failed to satisfy constraint: Member must have length less than or equal to 1`,
    )
  })

  test('a bounded number of violations', () => {
    const shape = structure({ a: listOf(structure({ b: text() })) })
    const value = { a: Array.from({ length: violationsMax + 50 }, () => ({})) }
    assert.throws(
      () => check(shape, value),
      (error: Error) => error.message.startsWith(`${violationsMax} validation errors detected: `),
    )
  })
})
