/** What does not fit is refused with what would. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../algorithms/algorithms.contract.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { checkMemory, neededBytes } from './memory-need.ts'

test('the need grows with interactions and items, and 25 million interactions fit the default', () => {
  const size = { itemCount: 59_000, interactionCount: 25_000_000 }
  const bytes = neededBytes(size)
  assert.ok(bytes < 6144 * 1024 * 1024)
  assert.ok(neededBytes({ ...size, interactionCount: 26_000_000 }) > bytes)
  assert.ok(neededBytes({ ...size, itemCount: 70_000 }) > bytes)
})

test('too much is refused in words with figures', () => {
  const histories = historiesOf([Array.from({ length: 40_000 }, () => 0)], 2)
  checkMemory(histories, 3)
  const refusal =
    /^Create failed\. Training on 40000 interactions with 2 items takes some 3 MB and trainingMemoryMb is 2, enough for \d{5} interactions\./
  assert.throws(
    () => checkMemory(histories, 2),
    fault => fault instanceof JobFailure && refusal.test(fault.message),
  )
})
