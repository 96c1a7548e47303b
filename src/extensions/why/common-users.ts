/**
 * How many users a related item and the item asked about have in common, of the interactions its solution trains on, as they
 * are now: the plain figure behind a nearness. A pass over all histories, so it is made for one item at a time, by the
 * endpoint and never with an answer, and it breathes.
 */

import { setImmediate } from 'node:timers/promises'
import { pickedPlaces } from '../../profiles/history-of.ts'
import type { InteractionsOfUser } from '../../profiles/profile.ts'
import type { Then } from './then.ts'

export interface CommonUsers {
  readonly both: number
  /** Of the item asked about. */
  readonly asked: number
  readonly item: number
}

const usersAtOnce = 4096

/** Undefined where the recipe relates no items. */
export async function commonUsers(then: Then, itemId: string): Promise<CommonUsers | undefined> {
  const { recipe, eventRules } = then.question.deployed
  const { itemId: askedId } = then.given.asked
  if (recipe.recipeType !== 'RELATED_ITEMS' || askedId === undefined) return undefined
  const { users, items } = then.profile
  const [asked, item] = [items.indexOf(askedId), items.indexOf(itemId)]
  const counts = { both: 0, asked: 0, item: 0 }
  for (let user = 0; user < users.size; user++) {
    const interactions = then.profile.interactionsOf(user)
    if (holds(interactions, asked) || holds(interactions, item)) {
      const places = pickedPlaces(interactions, eventRules)
      const [hasAsked, hasItem] = [asked, item].map(row => places.some(at => interactions.itemAt(at) === row))
      if (hasAsked) counts.asked++
      if (hasItem) counts.item++
      if (hasAsked && hasItem) counts.both++
    }
    if (user % usersAtOnce === usersAtOnce - 1) await setImmediate()
  }
  return counts
}

function holds(interactions: InteractionsOfUser, row: number): boolean {
  for (let at = 0; at < interactions.count; at++) if (interactions.itemAt(at) === row) return true
  return false
}
