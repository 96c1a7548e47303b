/**
 * How much each item grew in the step after a moment: users of that step less the rate a step until then, where it is
 * more. What a trend forecast is held against.
 */

import type { Histories } from '../histories.ts'
import { countSteps, decayOfStep } from './steps.ts'

export function growthAfter(histories: Histories, end: number, stepSeconds: number): Float32Array {
  const { next, latest, rateBefore } = countSteps(histories, end, stepSeconds)
  return next.map((users, item) => {
    const rate = (1 - decayOfStep) * latest[item]! + decayOfStep * rateBefore[item]!
    return Math.max(0, users - rate)
  })
}
