import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRidge, lambdaOf } from './ridge.ts'

test('as many pseudo-interactions as an item has on average, times a factor, and never under sixty', () => {
  assert.equal(lambdaOf(30_000, 100, 1), 300)
  assert.equal(lambdaOf(30_000, 100, 2), 600)
  assert.equal(lambdaOf(5000, 100, 1), 60)
  assert.equal(lambdaOf(0, 0, 1), 60)
})

test('it is added to the diagonal of the rows in use alone, and is never lost beside the highest of it', () => {
  const matrix = Float32Array.of(1, 2, 9, 3, 4, 9)
  addRidge(matrix, { size: 2, stride: 3 }, 10)
  assert.deepEqual([...matrix], [11, 2, 9, 3, 14, 9])
  const steep = Float32Array.of(1e9, 0, 0, 1)
  addRidge(steep, { size: 2, stride: 2 }, 10)
  assert.equal(steep[3], 10_001)
})
