/** Who may stand in an answer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Candidates } from './candidates.ts'

test('all of the catalogue, those allowed, less those excluded', () => {
  const candidates = new Candidates(6)
  const even = { has: (item: number) => item % 2 === 0 }
  assert.deepEqual([...candidates.those({})], [0, 1, 2, 3, 4, 5])
  assert.deepEqual([...candidates.those({ allowed: even })], [0, 2, 4])
  assert.deepEqual([...candidates.those({ allowed: even, excluded: new Set([2, 3]) })], [0, 4])
  assert.deepEqual([...candidates.those({ excluded: new Set([0]) })], [1, 2, 3, 4, 5])
  assert.deepEqual([...candidates.those({ allowed: { has: () => false } })], [])
  const named = { has: () => false, items: Uint32Array.of(5, 1, 3) }
  assert.deepEqual([...candidates.those({ allowed: named })], [5, 1, 3])
  assert.deepEqual([...candidates.those({ allowed: named, excluded: new Set([1, 2]) })], [5, 3])
  assert.deepEqual([...candidates.those({ excluded: new Set() })], [0, 1, 2, 3, 4, 5])
})
