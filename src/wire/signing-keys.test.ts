import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSigningKeys } from './signing-keys.ts'

const scope = ['20150830', 'us-east-1', 'iam', 'aws4_request']

test('derives the key of the worked example of the signing guide', () => {
  const key = createSigningKeys()('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope)
  assert.equal(key.export().toString('hex'), 'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9')
})

test('remembers a key and forgets the one used longest ago', () => {
  const keys = createSigningKeys(2)
  const [a, b] = [keys('a', scope), keys('b', scope)]
  assert.equal(keys('a', scope), a)
  keys('c', scope)
  assert.equal(keys('a', scope), a, 'used since, so kept')
  assert.notEqual(keys('b', scope), b, 'derived anew')
  assert.ok(keys('b', scope).equals(b))
})

test('gives different secrets, days, regions and services different keys', () => {
  const keys = createSigningKeys()
  const scopes = [scope, ['20150831', ...scope.slice(1)], ['20150830', 'eu-west-1', ...scope.slice(2)]]
  const derived = [...scopes.map(one => keys('s', one)), keys('t', scope)].map(key => key.export().toString('hex'))
  assert.equal(new Set(derived).size, derived.length)
})
