/** What does not fit is refused with what would. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../algorithms/algorithms.contract.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { checkMemory, neededBytes } from './memory-need.ts'

const roomy = 1_000_000

test('the need grows with interactions and items, and 25 million interactions fit the default', () => {
  const size = { itemCount: 59_000, interactionCount: 25_000_000 }
  const bytes = neededBytes(size)
  assert.ok(bytes < 6144 * 1024 * 1024)
  assert.ok(neededBytes({ ...size, interactionCount: 26_000_000 }) > bytes)
  assert.ok(neededBytes({ ...size, itemCount: 70_000 }) > bytes)
})

const histories = historiesOf([Array.from({ length: 40_000 }, () => 0)], 2)

const refused = (pattern: RegExp) => (fault: unknown) => fault instanceof JobFailure && pattern.test(fault.message)

test('too much is refused in words with figures', () => {
  assert.equal(checkMemory(histories, 10, roomy), 6)
  const refusal =
    /^Create failed\. Training on 40000 interactions with 2 items takes some 4 MB and trainingMemoryMb is 2, enough for 26\d{3} interactions\. Raise the setting to 4 or more, or train on fewer events\.$/
  assert.throws(() => checkMemory(histories, 2, roomy), refused(refusal))
})

test('a setting larger than the machine helps nobody', () => {
  const refusal = /takes some 4 MB and the machine has 2, enough for 26\d{3} interactions\. Give it more, or train on/
  assert.throws(() => checkMemory(histories, 6144, 2), refused(refusal))
})

test('as many interactions as the refusal names do fit', () => {
  const fits = historiesOf([Array.from({ length: 26_000 }, () => 0)], 2)
  assert.equal(checkMemory(fits, 2, roomy), 0)
})
