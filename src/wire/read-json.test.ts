import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nestingMax, nestingOf, readJson } from './read-json.ts'

const nested = (depth: number): Buffer => Buffer.from('['.repeat(depth) + ']'.repeat(depth))

const serialization = { code: 'SerializationException' }

describe('readJson', () => {
  test('reads an empty body as an empty object', () => {
    assert.deepEqual(readJson(Buffer.alloc(0)), {})
  })

  test('reads to the nesting bound and not past it', () => {
    assert.ok(readJson(nested(nestingMax)))
    assert.throws(() => readJson(nested(nestingMax + 1)), serialization)
    assert.throws(() => readJson(Buffer.from('{"a":'.repeat(100_000))), serialization)
  })

  test('refuses what is not JSON without echoing it', () => {
    assert.throws(
      () => readJson(Buffer.from('{"userId":"secret"')),
      (error: Error) => !error.message.includes('secret'),
    )
  })

  test('refuses bytes that are not UTF-8', () => {
    assert.throws(() => readJson(Buffer.from([0x22, 0xff, 0x22])), serialization)
  })

  test('brackets in text do not nest', () => {
    assert.equal(nestingOf(Buffer.from('{"a":"[[[\\"[[["}')), 1)
  })
})

test('property: nesting is that of the value', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      assert.equal(nestingOf(Buffer.from(JSON.stringify(value))), depthOf(value))
    }),
  )
})
