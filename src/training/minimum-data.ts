/**
 * What a training needs at least [doc]: interactions, users with two of them, those users being one in a hundred, and
 * no more than ten event types. A data set that falls short fails before any work starts, with the published text where
 * one is known [control-plane page, section 15].
 */

import type { Histories } from '../algorithms/histories.ts'
import type { Snapshot } from '../datasets/snapshot.ts'
import { JobFailure } from '../jobs/job-kind.ts'

export interface Minimums {
  readonly interactions: number
  readonly users: number
  /** Of recipes that recommend nothing else; absent: any number. */
  readonly coldItems?: number
  /** The only event type trained on, for the message. */
  readonly eventType?: string
  /** The types are chosen by name, so how many others there are does not matter. */
  readonly choosesEventTypes: boolean
}

const eventTypeCountMax = 10
const activeUserShareMin = 0.01

export function checkMinimumData(snapshot: Snapshot, minimums: Minimums): void {
  const shortfall = shortfallOf(snapshot, minimums)
  if (shortfall !== undefined) throw new JobFailure(shortfall)
}

function shortfallOf(snapshot: Snapshot, { interactions, users, eventType, choosesEventTypes }: Minimums) {
  const filtered = eventType === undefined ? '' : ` after filtering by event type: ${eventType}`
  if (snapshot.uniqueInteractionCount < interactions)
    return `Dataset has fewer than ${interactions} interactions${filtered}`
  const active = activeUserCount(snapshot.histories)
  if (active < users) return `Create failed. Dataset has fewer than ${users} users with at least 2 interactions each.`
  const share = active / snapshot.histories.userCount
  if (share < activeUserShareMin)
    return `Create failed. Only ${active} of ${snapshot.histories.userCount} users have at least 2 interactions each; it must be 1 % of them.`
  if (!choosesEventTypes && snapshot.eventTypeCount > eventTypeCountMax)
    return `Create failed. Dataset has ${snapshot.eventTypeCount} event types and a model is trained on at most ${eventTypeCountMax}. Name one in eventType, or list them in eventsConfig.`
  return undefined
}

function activeUserCount({ offsets, userCount }: Histories): number {
  let count = 0
  for (let user = 0; user < userCount; user++) if (offsets[user + 1]! - offsets[user]! >= 2) count++
  return count
}
