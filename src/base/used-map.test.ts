import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsedMap } from './used-map.ts'

test('what was put or used last stands last; a look is no use', () => {
  const map = new UsedMap<string, number>()
  for (const [at, key] of ['a', 'b', 'c'].entries()) map.set(key, at)
  assert.equal(map.use('a'), 0)
  assert.equal(map.get('b'), 1)
  assert.deepEqual(map.entries(), [
    ['b', 1],
    ['c', 2],
    ['a', 0],
  ])
  map.set('b', 7)
  assert.deepEqual(
    map.entries().map(([key]) => key),
    ['c', 'a', 'b'],
  )
})

test('what is not there is not used, and what was deleted is gone', () => {
  const map = new UsedMap<string, number>()
  map.set('a', 1)
  map.delete('a')
  assert.equal(map.use('a'), undefined)
  assert.equal(map.size, 0)
  assert.deepEqual(map.values(), [])
})

test('entries are those of the moment, so they may be deleted on the way', () => {
  const map = new UsedMap<number, number>()
  for (let key = 0; key < 10; key++) map.set(key, key)
  for (const [key] of map.entries()) if (key % 2 === 0) map.delete(key)
  assert.deepEqual(map.values(), [1, 3, 5, 7, 9])
})
