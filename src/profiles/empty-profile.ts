/** The profile of a dataset group without data: every column of its schemas, and no row. */

import { type ColumnKind, nullCells } from './columns.ts'
import type { EntityParts } from './entities.ts'
import type { ProfileParts } from './group-profile.ts'
import { noImpressions } from './impression-counts.ts'
import type { InteractionParts } from './interaction-store.ts'
import { noTexts } from './text-table.ts'

/** Beside ids; of interactions those of the customer's own. */
export interface ProfileColumns {
  readonly items: readonly ColumnKind[]
  readonly users: readonly ColumnKind[]
  readonly interactions: readonly ColumnKind[]
}

export const noEntities = (columns: readonly ColumnKind[]): EntityParts => ({
  ids: noTexts(),
  records: new Uint8Array(0),
  cells: columns.map(column => nullCells(column)),
})

export const noInteractions = (columns: readonly ColumnKind[]): InteractionParts => ({
  offsets: new Uint32Array(1),
  items: new Uint32Array(0),
  times: new Uint32Array(0),
  types: new Uint8Array(0),
  fields: columns.map(column => nullCells(column)),
})

export const emptyProfile = ({ items, users, interactions }: ProfileColumns): ProfileParts => ({
  items: noEntities(items),
  users: noEntities(users),
  eventTypes: [],
  interactions: noInteractions(interactions),
  sessions: noTexts(),
  sessionUsers: new Uint32Array(0),
  anonymous: noInteractions(interactions),
  eventIds: noTexts(),
  impressions: noImpressions(),
})
