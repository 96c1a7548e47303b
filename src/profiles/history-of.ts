/**
 * The history a model is asked about: what a user did, or a session that is nobody's yet, as far as the solution trains on
 * it. So a request and the training before it see the same interactions, and the request those since then, too.
 */

import type { EventRule } from '../resources/event-rule.ts'
import type { FieldValue, GroupProfile, InteractionsOfUser } from './profile.ts'

/** Models look at far fewer; the bound is for users that are machines. */
const itemsMax = 2000

/** As trainings pick rows: the value of a segment is a single-precision one. */
function isPicked(rules: readonly EventRule[], eventType: string | null, eventValue: number | null): boolean {
  if (rules.length === 0) return true
  return rules.some(
    rule =>
      (rule.eventType === undefined || rule.eventType === eventType) &&
      (rule.eventValueMin === undefined || (eventValue !== null && eventValue >= Math.fround(rule.eventValueMin))),
  )
}

/** A session's id stands for its visitor where no user has that id [doc: runtime page, 4.6]. */
export function interactionsOfVisitor(profile: GroupProfile, id: string): InteractionsOfUser | undefined {
  const user = profile.users.indexOf(id)
  const ofUser = user < 0 ? undefined : profile.interactionsOf(user)
  return ofUser !== undefined && ofUser.count > 0 ? ofUser : profile.sessionHistory(id)
}

/** As a column of the Interactions schema by its name in upper case, those that the schema reserves too. */
export function interactionCell(interactions: InteractionsOfUser, at: number, column: string): FieldValue {
  if (column === 'EVENT_TYPE') return interactions.eventTypeAt(at)
  return column === 'TIMESTAMP' ? interactions.timeAt(at) : interactions.fieldAt(at, column)
}

/** Which interactions count, oldest first. */
export function pickedPlaces(interactions: InteractionsOfUser, rules: readonly EventRule[]): readonly number[] {
  const places: number[] = []
  for (let at = interactions.count - 1; at >= 0 && places.length < itemsMax; at--)
    if (isPicked(rules, interactions.eventTypeAt(at), interactions.eventValueAt(at))) places.push(at)
  return places.reverse()
}
