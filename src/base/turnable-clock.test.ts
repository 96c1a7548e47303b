import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurnableClock } from './turnable-clock.ts'

const dayMs = 86_400_000

test('a stopped clock stands, and turning it wakes those whose moment has come, the earliest first', async () => {
  const clock = createTurnableClock(1000, true)
  const woken: string[] = []
  const sleep = (name: string, ms: number) => clock.sleep(ms).then(() => void woken.push(name))
  const both = [sleep('later', 3 * dayMs), sleep('sooner', dayMs)]
  const never = new AbortController()
  const still = clock.sleep(40 * dayMs, never.signal)
  assert.equal(clock.nowMs(), 1000)
  clock.turnTo(1000 + 3 * dayMs)
  await Promise.all(both)
  assert.deepEqual(woken, ['sooner', 'later'])
  assert.equal(clock.nowMs(), 1000 + 3 * dayMs)
  never.abort(new Error('enough'))
  await assert.rejects(still, /enough/)
})

test('it never goes back', () => {
  const clock = createTurnableClock(5000, true)
  clock.turnTo(4000)
  assert.equal(clock.nowMs(), 5000)
})

test('a running clock starts where it is told, keeps running after a turn, and real time wakes sleepers', async () => {
  const startMs = Date.UTC(2020, 0, 1)
  const clock = createTurnableClock(startMs)
  assert.ok(clock.nowMs() >= startMs)
  clock.turnTo(startMs + dayMs)
  assert.ok(clock.nowMs() >= startMs + dayMs)
  await clock.sleep(1)
  assert.ok(clock.nowMs() >= startMs + dayMs + 1)
})

test('stopping holds sleepers; running again lets them go', async () => {
  const clock = createTurnableClock(0)
  clock.stop()
  const stoppedAtMs = clock.nowMs()
  const sleeping = clock.sleep(1)
  await new Promise(setImmediate)
  assert.equal(clock.nowMs(), stoppedAtMs)
  clock.run()
  await sleeping
  assert.equal(clock.isStopped, false)
})

test('a sleep of months does not wear out the timers of Node, which hold 25 days', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const abort = new AbortController()
  const sleep = createTurnableClock(0).sleep(90 * dayMs, abort.signal)
  await new Promise(resolve => setImmediate(resolve))
  abort.abort(new Error('enough'))
  await assert.rejects(sleep, /enough/)
  process.off('warning', note)
  assert.deepEqual(warnings, [])
})
