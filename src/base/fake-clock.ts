/**
 * A clock for tests that stands still until it is turned. Turning it wakes sleepers in the order of their times, each at
 * its own moment, so that what wakes first can sleep again before what wakes later.
 */

import { setImmediate } from 'node:timers/promises'
import type { Clock } from './clock.ts'

export interface FakeClock extends Clock {
  /** Turns the clock and lets what woke run until it waits for something other than I/O already under way. */
  advance(ms: number): Promise<void>
  /** Sleepers now: tells a test that what it drives has come to rest. */
  sleeperCount(): number
}

interface Sleeper {
  readonly untilMs: number
  readonly wake: () => void
}

export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs
  let sleepers: readonly Sleeper[] = []
  const without = (gone: Sleeper) => sleepers.filter(sleeper => sleeper !== gone)
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        sleepers = without(sleeper)
        reject(signal?.reason)
      }
      const wake = () => {
        sleepers = without(sleeper)
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const sleeper = { untilMs: nowMs + ms, wake }
      sleepers = [...sleepers, sleeper]
      signal?.addEventListener('abort', abort, { once: true })
    })
  const advance = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms
    for (;;) {
      const next = sleepers.toSorted((one, other) => one.untilMs - other.untilMs)[0]
      if (!next || next.untilMs > untilMs) break
      nowMs = Math.max(nowMs, next.untilMs)
      next.wake()
      await setImmediate()
    }
    nowMs = untilMs
  }
  return { nowMs: () => nowMs, sleep, advance, sleeperCount: () => sleepers.length }
}
