import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hitRateAt,
  ndcgAt,
  pairedTest,
  precisionAt,
  recallAt,
  reciprocalRankAt,
  standardErrorOf,
} from '../../bench/quality/metrics.ts'
import { fieldsOf } from '../../bench/quality/read-csv.ts'

const list = ['a', 'b', 'c', 'd', 'e']
const truth = new Set(['b', 'e', 'z'])

test('metrics of a list with hits at ranks 2 and 5', () => {
  assert.equal(precisionAt(5)(list, truth), 0.4)
  assert.equal(recallAt(5)(list, truth), 2 / 3)
  assert.equal(reciprocalRankAt(5)(list, truth), 0.5)
  assert.equal(hitRateAt(1)(list, truth), 0)
  const two = new Set(['b', 'e'])
  // The documented example of the matched service.
  assert.equal(ndcgAt(5)(list, two).toFixed(4), '0.6241')
})

test('a short list is not padded', () => {
  assert.equal(precisionAt(10)(['b'], truth), 0.1)
  assert.equal(ndcgAt(10)([], truth), 0)
})

test('the standard error of 1, 2, 3 and the sign test of ten equal gains', () => {
  assert.equal(standardErrorOf([1, 2, 3]), Math.sqrt(1 / 3))
  assert.equal(pairedTest(Array(10).fill(0.1)), 1 / 1024)
  assert.ok(pairedTest([0.1, -0.1, 0.2, -0.2]) > 0.4)
})

test('quoted fields keep their commas and quotes', () => {
  assert.deepEqual(fieldsOf('1,"Crow, The ""2""",x,'), ['1', 'Crow, The "2"', 'x', ''])
  assert.deepEqual(fieldsOf('1,"a"'), ['1', 'a'])
})
