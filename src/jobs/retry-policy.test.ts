import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './retry-policy.ts'

test('each wait is four times the one before, from a second to a minute', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50].map(retryDelayMs), [1000, 4000, 16_000, 60_000, 60_000, 60_000])
})
