/**
 * What weights are found on: of a sample of users one item is held out, and the parts are fitted without it. Where the
 * order of histories means something, that is the newest item; where it does not, any item, and the history is all others.
 */

import { seededRandom } from '../../base/random.ts'
import type { Histories } from '../histories.ts'
import { placeOf, type SituationPlace } from '../situations.ts'

export interface Case {
  /** Oldest first. */
  readonly history: Uint32Array<ArrayBuffer>
  readonly target: number
  /** How much reaching the target is worth. */
  readonly weight: number
  /** Whose interaction it is, and which. */
  readonly place?: SituationPlace
}

export interface HeldOut {
  /** What is left to fit parts on. */
  readonly kept: Histories
  readonly cases: readonly Case[]
}

export interface HoldOutOptions {
  readonly isOrdered: boolean
  readonly caseCountMax: number
  readonly seed: number
}

export function holdOut(histories: Histories, { isOrdered, caseCountMax, seed }: HoldOutOptions): HeldOut {
  const { offsets, items, weights } = histories
  const random = seededRandom(seed)
  const places = new Map<number, number>()
  for (const user of sampledUsers(histories, caseCountMax, seed)) {
    const length = offsets[user + 1]! - offsets[user]!
    places.set(user, offsets[user]! + (isOrdered ? length - 1 : random.below(length)))
  }
  const cases = Array.from(places, ([user, place]) => ({
    history: Uint32Array.of(...items.subarray(offsets[user]!, place), ...items.subarray(place + 1, offsets[user + 1]!)),
    target: items[place]!,
    weight: weights?.[place] ?? 1,
    place: placeOf(histories, user, place, othersOf(histories, user, place)),
  })).filter(({ weight }) => weight > 0)
  return { kept: without(histories, places), cases }
}

/** Places of the user's history without that one; not needed where no situations are known. */
function othersOf({ offsets, origin }: Histories, user: number, place: number): readonly number[] | undefined {
  if (origin === undefined) return undefined
  const from = offsets[user]!
  return Array.from({ length: offsets[user + 1]! - from }, (_, at) => from + at).filter(other => other !== place)
}

/** Users with something left to answer from, in order of index. */
function sampledUsers({ offsets, userCount }: Histories, countMax: number, seed: number): readonly number[] {
  const able = Array.from({ length: userCount }, (_, user) => user).filter(
    user => offsets[user + 1]! - offsets[user]! >= 2,
  )
  const random = seededRandom(seed + 1)
  for (let at = 0; at < Math.min(countMax, able.length); at++) {
    const other = at + random.below(able.length - at)
    ;[able[at], able[other]] = [able[other]!, able[at]!]
  }
  return able.slice(0, countMax).sort((one, other) => one - other)
}

function without(histories: Histories, places: ReadonlyMap<number, number>): Histories {
  const { offsets, items, times, weights, origin, userCount } = histories
  const isOut = new Uint8Array(items.length)
  for (const place of places.values()) isOut[place] = 1
  const kept = (_: number, at: number): boolean => isOut[at] === 0
  const left = new Uint32Array(userCount + 1)
  for (let user = 0; user < userCount; user++)
    left[user + 1] = left[user]! + offsets[user + 1]! - offsets[user]! - (places.has(user) ? 1 : 0)
  return {
    ...histories,
    offsets: left,
    items: items.filter(kept),
    times: times.filter(kept),
    ...(weights && { weights: weights.filter(kept) }),
    ...(origin && { origin: { users: origin.users, interactions: origin.interactions.filter(kept) } }),
  }
}
