/** Puts streamed rows, as the log has them, into a profile. */

import type { DatasetType } from '../datasets/dataset-schema.ts'
import { isPrivate, privateColumns } from '../datasets/private-columns.ts'
import type { LiveProfile } from '../profiles/group-profile.ts'
import type { Row, Value } from './properties.ts'

/** Datasets whose rows a profile holds. */
export const profileTypes = ['INTERACTIONS', 'ITEMS', 'USERS'] as const satisfies readonly DatasetType[]

export type ProfileType = (typeof profileTypes)[number]

const upperCased = (row: Row): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value]))

const textOrNothing = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

/** As a segment is read, so that thresholds meet the same number before and after folding. */
function single(value: Value | undefined): number | null {
  const number = typeof value === 'number' ? Math.fround(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** As told, or as the answer was that the event names. */
function shownIn(row: Readonly<Record<string, Value>>): readonly string[] {
  const shown = textOrNothing(row[privateColumns.impression] ?? row.IMPRESSION)
  return shown ? [...new Set(shown.split('|'))].filter(id => id !== '') : []
}

function addEvent(profile: LiveProfile, row: Readonly<Record<string, Value>>): void {
  const { USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE, EVENT_VALUE, ...others } = row
  profile.addEvent({
    sessionId: textOrNothing(row[privateColumns.session]),
    userId: textOrNothing(USER_ID),
    eventId: textOrNothing(row[privateColumns.event]),
    itemId: String(ITEM_ID),
    time: Number(TIMESTAMP),
    eventType: textOrNothing(EVENT_TYPE) ?? null,
    eventValue: single(EVENT_VALUE),
    shownIds: shownIn(row),
    fields: Object.fromEntries(Object.entries(others).filter(([name]) => !isPrivate(name))),
  })
}

export function applyRow(profile: LiveProfile, type: ProfileType, row: Row): void {
  const cells = upperCased(row)
  if (type === 'INTERACTIONS') addEvent(profile, cells)
  else if (type === 'ITEMS') profile.putItem(String(cells.ITEM_ID), cells)
  else profile.putUser(String(cells.USER_ID), cells)
}
