/**
 * What serving and filters know of a dataset group now: its items, its users and what each user did. Columns over rows;
 * a row is given to an id when it is first seen, in a record or in an interaction, and is never given to another one while
 * the profile lives. Imports and streamed records stand side by side; nobody who reads can tell them apart.
 *
 * Left out: which interactions count for a recipe (event rules), what a filter keeps, scores.
 */

/** Cells of a column that packs several values (`a|b`) come as lists. */
export type FieldValue = number | string | boolean | readonly string[] | null

export interface ColumnView {
  /** As in the schema, upper case. */
  readonly name: string
  readonly type: 'number' | 'boolean' | 'string'
  /** The cells pack several values, split at `|`. */
  readonly isCategorical: boolean
  valueAt(row: number): FieldValue
  /** Grows with every change of a cell. */
  readonly version: number
}

export interface EntityTable {
  /** Rows given so far: every id with a record, and every id that an interaction names. */
  readonly size: number
  /** -1 when the id was never seen. */
  indexOf(id: string): number
  idAt(row: number): string
  /** False for ids known from interactions alone: all their cells are null. */
  hasRecord(row: number): boolean
  readonly columnNames: readonly string[]
  /** By its name in upper case. */
  column(name: string): ColumnView | undefined
  /** Grows with every new row and every changed record. */
  readonly version: number
}

/** Oldest first; those of one moment in the order of their arrival. */
export interface InteractionsOfUser {
  readonly count: number
  /** Row of the item in `items`. */
  itemAt(at: number): number
  /** Epoch seconds. */
  timeAt(at: number): number
  eventTypeAt(at: number): string | null
  /** Code of the event type in `eventTypes`; -1 where there is none. */
  eventTypeCodeAt(at: number): number
  eventValueAt(at: number): number | null
  /** By the name of a column of the Interactions schema in upper case; null where it has none. */
  fieldAt(at: number, column: string): FieldValue
}

export interface GroupProfile {
  readonly items: EntityTable
  readonly users: EntityTable
  /** Every event type that an interaction has carried, by code. */
  readonly eventTypes: readonly string[]
  interactionsOf(userRow: number): InteractionsOfUser
  /** Grows with every interaction of the user. */
  interactionsVersionOf(userRow: number): number
  /**
   * What was done in a session: of the user it belongs to once an event told both, of nobody else before. Undefined when
   * no event carried the session.
   */
  sessionHistory(sessionId: string): InteractionsOfUser | undefined
}

export interface Profiles {
  /**
   * Loads the group's segments off the event loop on the first call; later calls give the same object, kept current by
   * imports and by events. A dataset group without data gives an empty profile.
   */
  of(datasetGroupArn: string): Promise<GroupProfile>
}
