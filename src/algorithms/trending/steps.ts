/**
 * How many different users interacted with each item, in time steps counted back from a moment:
 *
 *     ── step 2 ──┼── step 1 ──┼─ latest (0) ─┤ end ├── next ──
 *
 * Steps before the latest are not kept apart but added up as a rate a step in which recent ones count more:
 * rate(i) = Σ_{s ≥ 1} n_s(i) · d^(s−1) · (1 − d). One pass over the interactions.
 */

import type { Histories } from '../histories.ts'

export const decayOfStep = 0.8
/** What lies further back weighs under 0.1 % of the rate. */
const stepCount = 32

export interface StepCounts {
  /** The step after the end, for measuring; empty when the end is the newest interaction. */
  readonly next: Float32Array
  readonly latest: Float32Array
  readonly rateBefore: Float32Array
}

export function newestTime({ times }: Histories): number {
  let newest = Number.NEGATIVE_INFINITY
  for (let at = 0; at < times.length; at++) if (times[at]! > newest) newest = times[at]!
  return newest
}

/** A user's interactions stand in the order of time, so the latest step in which the user met an item is remembered. */
export function countSteps(histories: Histories, end: number, stepSeconds: number): StepCounts {
  const { userCount, itemCount, offsets, items, times } = histories
  const [next, latest, rateBefore] = [itemCount, itemCount, itemCount].map(length => new Float32Array(length))
  const lastStep = new Map<number, number>()
  for (let user = 0; user < userCount; user++) {
    lastStep.clear()
    for (let at = offsets[user + 1]! - 1; at >= offsets[user]!; at--) {
      const step = Math.floor((end - times[at]!) / stepSeconds)
      if (step > stepCount) break
      const item = items[at]!
      if (step < -1 || lastStep.get(item) === step) continue
      lastStep.set(item, step)
      if (step === -1) next![item]! += 1
      else if (step === 0) latest![item]! += 1
      else rateBefore![item]! += decayOfStep ** (step - 1) * (1 - decayOfStep)
    }
  }
  return { next: next!, latest: latest!, rateBefore: rateBefore! }
}
