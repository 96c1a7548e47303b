import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomIds, seededIds } from './ids.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('the same seed gives the same ids in each purpose, whatever was asked in between', () => {
  const first = seededIds(7)
  const second = seededIds(7)
  second.uuid('something else')
  assert.deepEqual([first.uuid('a'), first.uuid('a')], [second.uuid('a'), second.uuid('a')])
  assert.equal(first.hex(8, 'v'), second.hex(8, 'v'))
  assert.notEqual(seededIds(8).uuid('a'), seededIds(7).uuid('a'))
})

test('the nth id of one purpose is another one, and all have the form of a UUID', () => {
  const ids = seededIds(1)
  const many = Array.from({ length: 100 }, () => ids.uuid('a'))
  assert.equal(new Set(many).size, 100)
  for (const id of [...many, randomIds.uuid('a')]) assert.match(id, uuid)
  assert.match(ids.hex(8, 'v'), /^[0-9a-f]{8}$/)
})
