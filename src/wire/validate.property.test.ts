/** Laws of the framework check over random shapes and values, fitting and unfitting. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ApiError } from '../contract/errors.ts'
import {
  asShape,
  boolean,
  double,
  integer,
  listOf,
  mapOf,
  oneOf,
  optional,
  type Shape,
  structure,
  type TSchema,
  text,
  timestamp,
} from '../contract/shape.ts'
import { serialise } from './serialise.ts'
import { validate } from './validate.ts'

const bounds = fc
  .tuple(
    fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    fc.option(fc.integer({ min: 3, max: 6 }), { nil: undefined }),
  )
  .map(([min, max]) => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }))

const memberName = fc.constantFrom('a', 'b', 'c', 'constructor')

const { schema } = fc.letrec<{ schema: TSchema; simple: TSchema; members: TSchema }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('simple'),
    fc.tuple(tie('schema'), bounds).map(([item, traits]) => listOf(item, traits)),
    fc.tuple(bounds, tie('schema'), bounds).map(([key, value, traits]) => mapOf(text(key), value, traits)),
    tie('members'),
  ),
  simple: fc.oneof(
    bounds.map(traits => text(traits)),
    bounds.map(traits => text({ ...traits, match: '[a-z]*' })),
    fc.constant(oneOf('A', 'B')),
    fc.constant(boolean()),
    bounds.map(traits => integer(traits)),
    bounds.map(traits => double(traits)),
    fc.constant(timestamp()),
  ),
  members: fc
    .dictionary(memberName, fc.tuple(tie('schema'), fc.boolean()), { maxKeys: 4 })
    .map(members =>
      structure(
        Object.fromEntries(
          Object.entries(members).map(([name, [shape, isRequired]]) => [name, isRequired ? shape : optional(shape)]),
        ),
      ),
    ),
}))

/** Mostly of the right type, sometimes anything. */
const valueFor = (shape: Shape): fc.Arbitrary<unknown> => {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(null))
  return fc.oneof({ weight: 12, arbitrary: fittingType(shape) }, { weight: 1, arbitrary: anything })
}

const fittingType = (shape: Shape): fc.Arbitrary<unknown> => {
  switch (shape.wire) {
    case 'string':
      return fc.oneof(fc.constantFrom(...(shape.values ?? ['', 'abc'])), fc.string({ maxLength: 7 }))
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: -2, max: 8 })
    case 'float':
    case 'double':
      return fc.double({ min: -2, max: 8, noNaN: true })
    case 'timestamp':
      return fc.integer({ min: 0, max: 2_000_000_000 })
    case 'list':
      return fc.array(valueFor(shape.item!), { maxLength: 7 })
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 4 }), valueFor(shape.value!), { maxKeys: 7 })
    case 'structure':
      return fc.record(
        Object.fromEntries(Object.entries(shape.members!).map(([name, member]) => [name, valueFor(member)])),
        { requiredKeys: [] },
      )
  }
}

const shapeAndValue = schema.chain(one => {
  const shape = asShape(one)
  return valueFor(shape)
    .filter(value => value !== null)
    .map(value => ({ shape, value }))
})

/** As a value arrives: through JSON text. */
const arrived = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const outcome = (shape: Shape, value: unknown): { readonly value: unknown } | { readonly error: ApiError } => {
  try {
    return { value: validate(shape, value) }
  } catch (error) {
    assert.ok(error instanceof ApiError, `only the API may speak, not ${error}`)
    return { error }
  }
}

describe('property: validate', () => {
  test('accepts, or refuses with one of its two codes and a text', () => {
    fc.assert(
      fc.property(shapeAndValue, ({ shape, value }) => {
        const result = outcome(shape, arrived(value))
        if (!('error' in result)) return
        const { code, message } = result.error
        assert.ok(code === 'ValidationException' || code === 'SerializationException')
        if (code === 'SerializationException') return
        const count = Number(/^(\d+) validation errors? detected: /.exec(message)?.[1])
        assert.ok(count >= 1 && message.split(' failed to satisfy constraint: ').length - 1 >= count)
      }),
      { numRuns: 1000 },
    )
  })

  test('accepts its own result again, unchanged, and so does the way out', () => {
    fc.assert(
      fc.property(shapeAndValue, ({ shape, value }) => {
        const result = outcome(shape, arrived(value))
        if ('error' in result) return
        assert.deepEqual(validate(shape, result.value), result.value)
        assert.deepEqual(JSON.parse(serialise(shape, result.value)), arrived(result.value))
      }),
      { numRuns: 1000 },
    )
  })

  test('does not depend on members that are not declared', () => {
    fc.assert(
      fc.property(shapeAndValue, fc.jsonValue(), ({ shape, value }, extra) => {
        if (shape.wire !== 'structure' || typeof value !== 'object' || Array.isArray(value)) return
        const given = arrived(value) as object
        assert.deepEqual(outcome(shape, { ...given, undeclared: extra }), outcome(shape, given))
      }),
      { numRuns: 500 },
    )
  })
})
