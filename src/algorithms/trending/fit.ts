/**
 * Items whose popularity rises fastest: the users of the latest time step against what the steps before make likely.
 *
 *   rise(i) = (latest(i) − rate(i)) / √(rate(i) + c)
 *
 * Users are counted, not interactions, so that one user cannot make a trend. Counts of rare things scatter like √rate
 * (Poisson), and c keeps items with no past from winning on one or two users; an item needs `supportMin` of them. Where
 * fewer interacted at all there is so no trend to tell and every rise is 0: what is popular is answered [doc: runtime page,
 * 3.4]. Items that do not rise follow by users of the latest step, then of all time.
 */

import type { Histories } from '../histories.ts'
import { distinctUserCounts } from '../popularity/fit.ts'
import type { TrendingOptions, TrendingParams } from './params.ts'
import { countSteps, newestTime, type StepCounts } from './steps.ts'

const shrinkage = 3
const supportMin = 3

export function fitTrending(histories: Histories, { stepSeconds, end }: TrendingOptions): TrendingParams {
  const counts = countSteps(histories, end ?? newestTime(histories), stepSeconds)
  const rises = risesOf(counts)
  return { order: orderOf(rises, counts.latest, distinctUserCounts(histories)), rises }
}

const risesOf = ({ latest, rateBefore }: StepCounts): Float32Array<ArrayBuffer> =>
  Float32Array.from(latest, (users, item) => {
    const rise = (users - rateBefore[item]!) / Math.sqrt(rateBefore[item]! + shrinkage)
    return users >= supportMin ? Math.max(0, rise) : 0
  })

const orderOf = (rises: Float32Array, latest: Float32Array, popularity: Uint32Array): Uint32Array<ArrayBuffer> =>
  Uint32Array.from(rises, (_, item) => item).sort(
    (one, other) =>
      rises[other]! - rises[one]! ||
      latest[other]! - latest[one]! ||
      popularity[other]! - popularity[one]! ||
      one - other,
  )
