/**
 * Turns the clock to a moment by way of all that happens until then: from one moment at which a job falls due or wakes to
 * the next, each with its work done before time goes on. A week with an update every two hours has all of its updates.
 */

import type { TurnableClock } from '../base/turnable-clock.ts'
import type { JobEngine } from '../jobs/engine.ts'

export async function turnClock(clock: TurnableClock, engine: JobEngine, toMs: number): Promise<void> {
  for (;;) {
    const { nextAtMs } = await engine.quiet()
    if (nextAtMs === undefined || nextAtMs > toMs) break
    clock.turnTo(nextAtMs)
  }
  clock.turnTo(toMs)
  await engine.quiet()
}
