/**
 * What weights are found on: of a sample of users interactions are held out, and the parts are fitted without them. Where the
 * order of histories means something, those are the newest tenth, five at most: mostly the next one is aimed at, now and
 * then a later one, since a list is made for more than the next click. Where it does not, as many are out, anywhere, and all of
 * them are aimed at.
 */

import { type Random, seededRandom } from '../../../base/random.ts'
import { type Histories, placeRead } from '../../histories.ts'
import type { ContextCodes } from '../../sequence-model/context.ts'
import { placeOf, type SituationPlace } from '../../situations.ts'

export interface Case {
  /** Oldest first. */
  readonly history: Uint32Array<ArrayBuffer>
  readonly target: number
  /** How much reaching the target is worth. */
  readonly weight: number
  /** Whose interaction it is, and which. */
  readonly place?: SituationPlace
  /** What a sequence model takes beside the items of the history. */
  readonly contexts?: ContextCodes | undefined
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

/**
 * How much of a history is held out: the newest where order counts, any where it does not; at least one, and not so many that
 * parts miss them. A set with one item out has hardly anything left that is as likely, which real lists have.
 */
const [newestShare, anyShare] = [0.1, 0.2]
const outCountMax = 5
/** One aim in so many is a later one than the next: `docs/decisions/0261-the-newest-tenth-is-held-out.md`. */
const laterEvery = 4

/** What is out of one user's history, by ascending place, and which of it is aimed at. */
interface Cut {
  readonly out: readonly number[]
  readonly aims: readonly number[]
}

export function holdOut(histories: Histories, { isOrdered, caseCountMax, seed }: HoldOutOptions): HeldOut {
  const random = seededRandom(seed)
  const users = sampledUsers(histories, caseCountMax, seed)
  // Few users say more when each is asked twice.
  const aimCount = 2 * users.length <= caseCountMax ? 2 : 1
  const cutOf = isOrdered ? newestOf : anyOf
  const cuts = new Map(users.map(user => [user, cutOf(histories, user, aimCount, random)]))
  const cases = Array.from(cuts, ([user, cut]) => casesOf(histories, user, cut))
  return { kept: without(histories, cuts), cases: cases.flat().filter(({ weight }) => weight > 0) }
}

const heldOutCount = (length: number, share: number): number =>
  Math.min(outCountMax, Math.max(1, Math.floor(share * length)))

function newestOf({ offsets }: Histories, user: number, aimCount: number, random: Random): Cut {
  const to = offsets[user + 1]!
  const count = heldOutCount(to - offsets[user]!, newestShare)
  const from = to - count
  const out = Array.from({ length: count }, (_, at) => from + at)
  const later = count > 1 ? from + 1 + random.below(count - 1) : from
  if (count === 1 || aimCount === 2) return { out, aims: [...new Set([from, later])] }
  return { out, aims: [random.below(laterEvery) > 0 ? from : later] }
}

/** As many as of an ordered history, anywhere; all are aimed at, since one says little and a history is scored once for all. */
function anyOf({ offsets }: Histories, user: number, _: number, random: Random): Cut {
  const from = offsets[user]!
  const length = offsets[user + 1]! - from
  const count = heldOutCount(length, anyShare)
  const chosen = new Set<number>()
  while (chosen.size < count) chosen.add(from + random.below(length))
  const out = [...chosen].sort((one, other) => one - other)
  return { out, aims: out }
}

function casesOf(histories: Histories, user: number, { out, aims }: Cut): readonly Case[] {
  const { offsets, items, weights } = histories
  const history = leftOf(items, offsets[user]!, offsets[user + 1]!, out)
  return aims.map(aim => ({
    history,
    target: items[aim]!,
    weight: weights?.[aim] ?? 1,
    place: placeOf(histories, user, aim, othersOf(histories, user, out)),
  }))
}

/** What is left of one user's history, oldest first. */
function leftOf(items: Uint32Array, from: number, to: number, out: readonly number[]): Uint32Array<ArrayBuffer> {
  const left = new Uint32Array(to - from - out.length)
  let end = 0
  let start = from
  for (const place of [...out, to]) {
    left.set(items.subarray(start, place), end)
    end += place - start
    start = place + 1
  }
  return left
}

/** Places of the user's history that are left; not needed where no situations are known. */
function othersOf({ offsets, origin }: Histories, user: number, out: readonly number[]) {
  if (origin === undefined) return undefined
  const first = offsets[user]!
  return Array.from({ length: offsets[user + 1]! - first }, (_, at) => first + at).filter(at => !out.includes(at))
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

function without(histories: Histories, cuts: ReadonlyMap<number, Cut>): Histories {
  const { offsets, items, times, weights, userCount } = histories
  const isOut = new Uint8Array(items.length)
  const left = new Uint32Array(userCount + 1)
  for (let user = 0; user < userCount; user++) {
    const { out = [] } = cuts.get(user) ?? {}
    for (const place of out) isOut[place] = 1
    left[user + 1] = left[user]! + offsets[user + 1]! - offsets[user]! - out.length
  }
  const origin = originWithout(histories, cuts)
  const kept = (_: number, at: number): boolean => isOut[at] === 0
  return {
    ...histories,
    offsets: left,
    items: items.filter(kept),
    times: times.filter(kept),
    ...(weights && { weights: weights.filter(kept) }),
    ...(origin && { origin }),
  }
}

function originWithout(histories: Histories, cuts: ReadonlyMap<number, Cut>): Histories['origin'] {
  const { origin } = histories
  if (origin === undefined) return undefined
  const taken = new Map(origin.taken)
  for (const [user, { out }] of cuts) {
    const places = [...(taken.get(user) ?? []), ...out.map(place => placeRead(histories, user, place))]
    taken.set(
      user,
      places.sort((one, other) => one - other),
    )
  }
  return { ...origin, taken }
}
