import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import { fitPopularity } from './fit.ts'

algorithmContract({
  name: 'popularity',
  fit: fitPopularity,
  recommend: (params, _history, count) => params.order.subarray(0, count),
  learnsSuccessors: false,
})

test('popularity: distinct users count, not interactions; ties go to the smaller index', () => {
  const params = fitPopularity(historiesOf([[2, 2, 2, 2], [1], [1, 0], [0]], 4))
  assert.deepEqual([...params.userCounts], [2, 2, 1, 0])
  assert.deepEqual([...params.order], [0, 1, 2, 3])
})
