/**
 * The documented split: a tenth of the users are test users, the others train with all they did. Of a test user the
 * oldest 90 % of the history are the query, the newest 10 % the truth [doc]. Which users is drawn by seed. A user with
 * a single interaction has no query to test with and always trains.
 */

import type { Histories } from '../algorithms/histories.ts'
import { placeOf, type SituationPlace } from '../algorithms/situations.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { keepUsers } from './keep-users.ts'

export interface TestUser {
  /** Items, oldest first. */
  readonly query: Uint32Array
  /** Items that came after. */
  readonly truth: Uint32Array
  /** Weights of the truth's interactions, where interactions have weights. */
  readonly truthWeights?: Float32Array
  /** Of the first interaction that came after: in its situation the user is asked for. */
  readonly place?: SituationPlace
}

export interface Split {
  readonly train: Histories
  readonly tests: readonly TestUser[]
}

/**
 * Metrics are means; beyond this many test users their third digit no longer moves. The test users left over are not
 * trained on either.
 */
export const testUserCountMax = 10_000

export function splitUsers(histories: Histories, seed: number): Split {
  const eligible = usersWithHistory(histories)
  shuffle(eligible, seededRandom(seed))
  const isTest = new Uint8Array(histories.userCount)
  const tested = eligible.subarray(0, Math.max(1, Math.round(eligible.length / 10)))
  for (const user of tested) isTest[user] = 1
  return {
    train: keepUsers(histories, user => isTest[user] === 0),
    tests: Array.from(tested.slice(0, testUserCountMax).sort(), user => testUserOf(histories, user)),
  }
}

function usersWithHistory({ offsets, userCount }: Histories): Uint32Array {
  const users = new Uint32Array(userCount)
  let count = 0
  for (let user = 0; user < userCount; user++) if (offsets[user + 1]! - offsets[user]! >= 2) users[count++] = user
  return users.subarray(0, count)
}

/** Fisher and Yates. */
function shuffle(values: Uint32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const held = values[last]!
    values[last] = values[other]!
    values[other] = held
  }
}

function testUserOf(histories: Histories, user: number): TestUser {
  const { offsets, items, weights } = histories
  const start = offsets[user]!
  const end = offsets[user + 1]!
  const border = start + Math.max(1, Math.floor(((end - start) * 9) / 10))
  const past = histories.origin && Array.from({ length: border - start }, (_, at) => start + at)
  const place = placeOf(histories, user, border, past)
  const truth = { query: items.subarray(start, border), truth: items.subarray(border, end), place }
  return weights === undefined ? truth : { ...truth, truthWeights: weights.subarray(border, end) }
}
