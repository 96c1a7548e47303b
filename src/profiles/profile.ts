/**
 * What serving and filters know of a dataset group now: its items, its users and what each user did. Columns over rows;
 * a row is given to an id when it is first seen, in a record or in an interaction, and keeps it while the profile lives.
 * Streamed records go into the profile as they are acknowledged; an import makes a new one. So whatever is derived from
 * rows is kept by the profile object (a WeakMap) and renewed by its versions.
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
  /** Of text columns: the cells as codes, for those who go over many rows. */
  readonly codes?: TextCodes
  /** Of number columns, for those who go over many rows: NaN where null, and null past the end. Until the next change. */
  readonly numbers?: Float64Array
  /** Grows with every change of a cell. */
  readonly version: number
}

export interface TextCodes {
  /** Codes given so far: 0 to this, without it. */
  readonly count: number
  /** -1 where the cell is null. */
  codeAt(row: number): number
  /** The cell as stored, `a|b` in one piece. */
  textOf(code: number): string
  /** -1 when no cell ever held the text. */
  codeOf(text: string): number
  /** By row the code plus one: 0 where null, and null past the end. Until the next change. */
  readonly cells: Uint32Array
}

export interface EntityTable {
  /** Rows given so far: every id with a record, and every id that an interaction names. */
  readonly size: number
  /** -1 when the id was never seen. */
  indexOf(id: string): number
  /** Of an id that is there in UTF-8 already, for those who look for many; the row `guess` is looked at first. */
  indexOfEncoded(bytes: Uint8Array, from: number, to: number, guess?: number): number
  idAt(row: number): string
  /** False for ids known from interactions alone: all their cells are null. */
  hasRecord(row: number): boolean
  readonly columnNames: readonly string[]
  /** By its name in upper case. */
  column(name: string): ColumnView | undefined
  /** Grows with every new row and every changed record. */
  readonly version: number
}

/** Oldest first; those of one moment in the order of their arrival. What comes later is not in it: ask again. */
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
  /** How often items were shown, as events say; each has an index, -1 as long as it was never shown. */
  readonly impressions: { readonly isEmpty: boolean; indexOf(itemId: string): number; at(index: number): number }
}

export interface Profiles {
  /**
   * Loads the group's segments off the event loop on the first call. Later calls give the same object, kept current by
   * events, until an import has been taken in; then the next one. A dataset group without data gives an empty profile.
   */
  of(datasetGroupArn: string): Promise<GroupProfile>
}
