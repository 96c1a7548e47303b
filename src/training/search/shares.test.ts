/** How many trials side by side, and with which means. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharesOf, type Wants } from './shares.ts'

const means = { threadCount: 8, memoryMb: 3900, sequenceMinutes: 2, deterministic: true }

const shares = (wants: Partial<Wants>, threadCount = 8) =>
  sharesOf(
    { ...means, threadCount },
    { trialCount: 20, parallelCountMax: 4, secondsEach: 5, neededMb: 100, wantedMb: () => 0, ...wants },
  )

test('as many as the request allows, each with an equal part and a plan as if it had all', () => {
  assert.deepEqual(shares({}), {
    count: 4,
    means: { ...means, threadCount: 2, plannedThreadCount: 8, memoryMb: 836 },
  })
})

test('no more than there are threads or trials, and evenly many in each turn', () => {
  assert.equal(shares({}, 3).count, 3)
  assert.equal(shares({ parallelCountMax: 10, trialCount: 2 }).count, 2)
  assert.deepEqual(
    [4, 5, 6, 7, 8, 9, 10].map(trialCount => shares({ trialCount }).count),
    [4, 3, 3, 4, 4, 3, 4],
  )
})

test('alone with everything: on one thread, by request, as the only one, or where all are over at once', () => {
  const one = { count: 1, means }
  assert.deepEqual(shares({ parallelCountMax: 1 }), one)
  assert.deepEqual(shares({ trialCount: 1 }), one)
  assert.deepEqual(shares({ secondsEach: 0.5 }), one)
  assert.deepEqual(shares({}, 1), { count: 1, means: { ...means, threadCount: 1 } })
})

test('fewer where a part of the memory would be less than a trial makes use of', () => {
  assert.equal(shares({ wantedMb: () => 836 }).count, 4)
  assert.equal(shares({ wantedMb: () => 837 }).count, 3)
  assert.equal(shares({ wantedMb: ({ threadCount }) => 500 * threadCount }).count, 3)
  assert.equal(shares({ wantedMb: () => 1837 }).count, 1)
  assert.deepEqual(shares({ neededMb: 5000 }), { count: 1, means })
  assert.equal(shares({ neededMb: 1200 }).count, 4)
  assert.equal(shares({ neededMb: 1300 }).count, 3)
})
