/**
 * The test mode (`--test-mode`): a clock that can be turned, identifiers from the seed, faults on demand. What it adds to a
 * server is joined in `attune.ts`; requests are still signed against the real time.
 */

import { systemClock } from '../base/clock.ts'
import { type Ids, seededIds } from '../base/ids.ts'
import { createTurnableClock, type TurnableClock } from '../base/turnable-clock.ts'
import type { Settings } from '../config.ts'
import type { JobEngine } from '../jobs/engine.ts'
import { createFaults, type Faults } from './faults.ts'
import { turnClock } from './turn-clock.ts'

export interface TestMode {
  readonly clock: TurnableClock
  readonly ids: Ids
  readonly faults: Faults
}

/** What a test holds of a server in the test mode. */
export interface TestControls extends TestMode {
  /** Turns the clock and resolves when the work of that time is done. */
  turnTo(ms: number): Promise<void>
  /** Resolves when no work is under way. */
  quiet(): Promise<void>
}

export function openTestMode(settings: Pick<Settings, 'seed' | 'testClock' | 'testClockStopped'>): TestMode {
  const startMs = settings.testClock === '' ? systemClock.nowMs() : Date.parse(settings.testClock)
  const clock = createTurnableClock(startMs, settings.testClockStopped)
  return { clock, ids: seededIds(settings.seed), faults: createFaults() }
}

export const controlsOf = (mode: TestMode, engine: JobEngine): TestControls => ({
  ...mode,
  turnTo: ms => turnClock(mode.clock, engine, ms),
  quiet: async () => {
    await engine.quiet()
  },
})
