/**
 * What users did, user after user, each in order of time. A visit stays in one department; it moves along a series of
 * items or jumps to a popular one; what is viewed may be put into the cart and bought. Some views carry the items that were
 * shown beside. Popularity falls with rank as 1/rank: the tail is long.
 */

import { seededRandom } from '../../base/random.ts'
import { itemIdOf, popularityOrder } from './items.ts'
import { openedAt, openForSeconds, type ShopPlan } from './shop-plan.ts'
import { activityOf, tasteAt, userIdOf } from './users.ts'

export type EventType = 'view' | 'add_to_cart' | 'purchase'

export interface Interaction {
  readonly userId: string
  readonly itemId: string
  /** Epoch seconds. */
  readonly timestamp: number
  readonly eventType: EventType
  /** Ids joined by bars; empty where nothing is known of what was shown. */
  readonly impression: string
}

const visitLength = 7
const impressionLength = 6

/** Events of each user, so that all together are exactly as many as planned. */
export function* eventCounts(plan: ShopPlan): Generator<number> {
  let total = 0
  for (let user = 0; user < plan.userCount; user++) total += activityOf(plan, user)
  let sum = 0
  let given = 0
  for (let user = 0; user < plan.userCount; user++) {
    sum += activityOf(plan, user)
    const upTo = Math.round((sum / total) * plan.interactionCount)
    yield upTo - given
    given = upTo
  }
}

/** A rank below `count`, small ones likelier: P(rank) falls about as 1/rank. */
const zipfRank = (count: number, share: number): number => Math.min(count - 1, Math.floor(count ** share - 1 + share))

export function* interactionsOf(plan: ShopPlan): Generator<Interaction> {
  const order = popularityOrder(plan)
  let user = 0
  for (const count of eventCounts(plan)) yield* interactionsOfUser(plan, order, user++, count)
}

function* interactionsOfUser(
  plan: ShopPlan,
  order: readonly Uint32Array[],
  user: number,
  count: number,
): Generator<Interaction> {
  const random = seededRandom(plan.seed * 1_000_003 + user)
  const userId = userIdOf(user)
  const visits = Math.max(1, Math.ceil(count / visitLength))
  let done = 0
  for (let visit = 0; done < count; visit++) {
    const progress = visit / visits
    const [first, second] = tasteAt(plan, user, progress)
    const stray = random.next()
    const department = stray < 0.6 ? first : stray < 0.9 ? second : random.below(order.length)
    const ranked = order[department] as Uint32Array
    if (ranked.length === 0) continue
    let timestamp = Math.floor(openedAt + Math.min(0.999, (visit + random.next()) / visits) * openForSeconds)
    let rank = zipfRank(ranked.length, random.next())
    const length = Math.min(count - done, 2 + random.below(visitLength * 2 - 3))
    for (let step = 0; step < length; ) {
      const itemId = itemIdOf(ranked[rank]!)
      for (const eventType of eventsAt(random)) {
        if (step === length) break
        const shown = eventType === 'view' && random.next() < 0.3 ? shownBeside(ranked, rank) : ''
        yield { userId, itemId, timestamp, eventType, impression: shown }
        timestamp += 5 + random.below(90)
        step++
        done++
      }
      rank = random.next() < 0.7 ? (rank + 1) % ranked.length : zipfRank(ranked.length, random.next())
    }
  }
}

/** Every look is a view; one in eight goes into the cart, and half of those are bought. */
function eventsAt(random: { next(): number }): readonly EventType[] {
  const share = random.next()
  if (share < 0.0625) return ['view', 'add_to_cart', 'purchase']
  return share < 0.125 ? ['view', 'add_to_cart'] : ['view']
}

function shownBeside(ranked: Uint32Array, rank: number): string {
  const shown: string[] = []
  for (let step = 0; step < Math.min(impressionLength, ranked.length); step++) {
    shown.push(itemIdOf(ranked[(rank + step) % ranked.length]!))
  }
  return shown.join('|')
}
