import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asShape, double, listOf, mapOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { serialise } from './serialise.ts'

const shape = asShape(
  structure({
    name: optional(text()),
    score: optional(double()),
    at: optional(timestamp()),
    items: optional(listOf(structure({ id: optional(text()) }))),
    labels: optional(mapOf(text(), text())),
  }),
)

describe('serialise', () => {
  test('an operation without output has an empty body', () => {
    assert.equal(serialise(undefined, undefined), '')
    assert.equal(serialise(undefined, { ignored: 1 }), '')
  })

  test('cuts to the declared shape, at any depth', () => {
    const output = { name: 'a', secret: 1, items: [{ id: 'x', hidden: 2 }] }
    assert.equal(serialise(shape, output), '{"name":"a","items":[{"id":"x"}]}')
  })

  test('omits members, entries and items without a value, and keeps empty ones', () => {
    assert.equal(serialise(shape, { name: null, at: undefined, items: [null, {}] }), '{"items":[{}]}')
    assert.equal(
      serialise(shape, { name: '', labels: { a: null, b: '' }, items: [] }),
      '{"name":"","items":[],"labels":{"b":""}}',
    )
  })

  test('writes timestamps as seconds and numbers without a spelling as text', () => {
    assert.equal(serialise(shape, { at: 1712345678.123, score: Number.NaN }), '{"score":"NaN","at":1712345678.123}')
  })

  test('an absent output is an empty object', () => {
    assert.equal(serialise(shape, undefined), '{}')
  })
})
