import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeClock } from './fake-clock.ts'

test('sleepers wake in the order of their times, each at its own moment', async () => {
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

test('a sleep is not over before its time, and an aborted one rejects with the reason', async () => {
  const clock = createFakeClock(0)
  const abort = new AbortController()
  const sleep = clock.sleep(10, abort.signal)
  await clock.advance(9)
  assert.equal(clock.sleeperCount(), 1)
  abort.abort(new Error('enough'))
  await assert.rejects(sleep, /enough/)
  await assert.rejects(clock.sleep(10, abort.signal), /enough/)
  assert.equal(clock.sleeperCount(), 0)
})
