/** The promises of a clock, kept by the real one, and by the one that tests turn by hand. */

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { createFakeClock } from '../../test/fixtures/inside/fake-clock.ts'
import { type Clock, systemClock } from './clock.ts'

const clocks: readonly [string, () => Clock][] = [
  ['the real clock', () => systemClock],
  ['the fake clock', createFakeClock],
]

for (const [name, create] of clocks) {
  test(`${name}: an aborted sleep rejects with the reason, before or while it sleeps`, async () => {
    const abort = new AbortController()
    const sleep = create().sleep(2 ** 30, abort.signal)
    abort.abort(new Error('enough'))
    await assert.rejects(sleep, /enough/)
    await assert.rejects(create().sleep(2 ** 30, abort.signal), /enough/)
  })
}

test('the real clock: a sleep ends and leaves its signal alone', async () => {
  const { signal } = new AbortController()
  const sleep = systemClock.sleep(0, signal)
  assert.equal(getEventListeners(signal, 'abort').length, 1)
  await sleep
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('the fake clock: sleepers wake in the order of their times, each at its own moment', async () => {
  const clock = createFakeClock(0)
  const seen: [string, number][] = []
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms)
    seen.push([name, clock.nowMs()])
  }
  const late = sleeper('late', 30)
  const early = sleeper('early', 10).then(() => sleeper('again', 10))
  await clock.advance(30)
  await Promise.all([late, early])
  assert.deepEqual(seen, [
    ['early', 10],
    ['again', 20],
    ['late', 30],
  ])
  assert.deepEqual([clock.nowMs(), clock.sleeperCount()], [30, 0])
})

test('the fake clock: a sleep is not over before its time', async () => {
  const clock = createFakeClock(0)
  const sleep = clock.sleep(10)
  await clock.advance(9)
  assert.equal(clock.sleeperCount(), 1)
  await clock.advance(1)
  await sleep
})
