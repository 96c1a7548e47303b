import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grown } from './grown.ts'

test('what is long enough stays what it is', () => {
  const values = Uint32Array.of(1, 2, 3)
  assert.equal(grown(values, 3), values)
})

test('a longer one has what was there, and room for as much again as half of it', () => {
  const values = Float64Array.from({ length: 100 }, (_, at) => at)
  const larger = grown(values, 101)
  assert.equal(larger.length, 150)
  assert.deepEqual(larger.subarray(0, 100), values)
  assert.deepEqual([...larger.subarray(100)], Array(50).fill(0))
  assert.equal(grown(values, 1000).length, 1000)
  assert.equal(grown(new Uint8Array(0), 1).length, 16)
})
