/** What does not fit is refused with what would. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../algorithms/algorithms.contract.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { checkMemory, neededBytes } from './memory-need.ts'

const roomy = 1_000_000
const large = { itemCount: 59_000, interactionCount: 25_000_000, hasWeights: true, codeCount: 3 }

test('the need grows with all that is held, and 25 million interactions fit the default', () => {
  const bytes = neededBytes(large)
  assert.ok(bytes < 6144 * 1024 * 1024)
  for (const less of [{ itemCount: 50_000 }, { interactionCount: 24_000_000 }, { hasWeights: false }, { codeCount: 2 }])
    assert.ok(neededBytes({ ...large, ...less }) < bytes, JSON.stringify(less))
})

test('items that nobody took need no rows', () => {
  const few = { itemCount: 5_000_000, interactionCount: 100_000, hasWeights: false, codeCount: 0 }
  assert.equal(neededBytes(few), neededBytes({ ...few, itemCount: 4_000_000 }))
})

/** Peaks beyond what Node and the code take, in MB, as `docs/decisions/0313-what-a-training-holds.md` has them. */
const measured = [
  { interactionCount: 100_000, itemCount: 3734, peakMb: 76 },
  { interactionCount: 1_000_000, itemCount: 11_809, peakMb: 245 },
  { interactionCount: 10_000_000, itemCount: 37_345, peakMb: 1088 },
]

for (const { peakMb, ...size } of measured)
  test(`${size.interactionCount} interactions took what is counted`, () => {
    const mb = neededBytes({ ...size, hasWeights: false, codeCount: 1 }) / 2 ** 20
    assert.ok(Math.abs(mb / peakMb - 1) < 0.35, `${mb}`)
  })

const read = { histories: historiesOf([Array.from({ length: 40_000 }, () => 0)], 2) }

const refused = (pattern: RegExp) => (fault: unknown) => fault instanceof JobFailure && pattern.test(fault.message)

test('too much is refused in words with figures', () => {
  assert.equal(checkMemory(read, 10, roomy), 7)
  const refusal =
    /^Create failed\. Training on 40000 interactions with 2 items takes some 3 MB and trainingMemoryMb is 2, enough for 32\d{3} interactions\. Raise the setting to 3 or more, or train on fewer events\.$/
  assert.throws(() => checkMemory(read, 2, roomy), refused(refusal))
})

test('weights and event types are counted', () => {
  const { histories } = read
  const weights = new Float32Array(40_000)
  const types = { values: ['buy', 'view'], codes: new Uint32Array(40_000) }
  assert.equal(checkMemory({ histories: { ...histories, weights } }, 10, roomy), 6)
  const events = { times: histories.times, types }
  assert.equal(checkMemory({ histories: { ...histories, weights }, events }, 10, roomy), 6)
  const contexts = Array.from({ length: 5 }, () => types.codes)
  const names = { bytes: new Uint8Array(0), offsets: new Uint32Array(1) }
  assert.equal(checkMemory({ histories, events, situations: { columns: [], names, contexts } }, 10, roomy), 5)
})

test('a setting larger than the machine helps nobody', () => {
  const refusal = /takes some 3 MB and the machine has 2, enough for 32\d{3} interactions\. Give it more, or train on/
  assert.throws(() => checkMemory(read, 6144, 2), refused(refusal))
})

test('as many interactions as the refusal names do fit', () => {
  const fits = historiesOf([Array.from({ length: 32_000 }, () => 0)], 2)
  assert.equal(checkMemory({ histories: fits }, 2, roomy), 0)
})
