import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonicalHeaders, canonicalPath, canonicalQuery, canonicalRequest } from './canonical-request.ts'

const request = (headers: readonly (readonly [string, string])[], target = '/') => ({
  requestId: 'r',
  method: 'POST',
  target,
  headers,
})

describe('canonicalPath', () => {
  test('encodes what was sent once more', () => {
    assert.equal(canonicalPath('/a%20b'), '/a%2520b')
    assert.equal(canonicalPath('/a b'), '/a%20b')
  })

  test('drops empty and dot segments and climbs no higher than the root', () => {
    assert.equal(canonicalPath('//a/./b/../c//'), '/a/c/')
    assert.equal(canonicalPath('/../..'), '/')
    assert.equal(canonicalPath(''), '/')
  })
})

describe('canonicalQuery', () => {
  test('sorts by encoded name, then by encoded value', () => {
    assert.equal(canonicalQuery('b=2&a=2&a=1&A=3'), 'A=3&a=1&a=2&b=2')
  })

  test('gives a name without a value an empty one and skips empty parts', () => {
    assert.equal(canonicalQuery('b&&a='), 'a=&b=')
  })

  test('keeps `+` and a stray `%` as themselves', () => {
    assert.equal(canonicalQuery('a=1+1&b=100%'), 'a=1%2B1&b=100%25')
  })

  test('reads upper and lower case escapes alike', () => {
    assert.equal(canonicalQuery('a=%c3%a4'), 'a=%C3%A4')
  })

  test('splits at the first equals sign only', () => {
    assert.equal(canonicalQuery('a=b=c'), 'a=b%3Dc')
  })
})

describe('canonicalHeaders', () => {
  test('joins repeated headers, trims, and makes inner runs of space one', () => {
    const sent = request([
      ['A', '  x   y '],
      ['host', 'h'],
      ['a', 'z'],
    ])
    assert.equal(canonicalHeaders(sent, ['a', 'host']), 'a:x y,z\nhost:h\n')
  })

  test('gives a signed header that was not sent an empty value', () => {
    assert.equal(canonicalHeaders(request([]), ['missing']), 'missing:\n')
  })
})

test('canonicalRequest keeps the bytes of a header value', () => {
  const bytes = canonicalRequest(request([['x', 'ä']]), ['x'], 'hash')
  assert.ok(bytes.includes(Buffer.from([0xe4])), 'one Latin-1 byte, not its UTF-8 form')
})
