/**
 * What a filter looks at when it decides about all candidates at once: a table of rows, columns over it, and what one user
 * did. The profile of a dataset group fits these shapes; the language knows nothing else of it.
 */

export interface RowColumn {
  readonly type: 'number' | 'boolean' | 'string'
  /** The cells pack several values, split at `|`. */
  readonly isCategorical: boolean
  /** NaN where null; null past the end. */
  readonly numbers?: Float64Array
  readonly codes?: RowCodes
  /** Grows with every change of a cell. */
  readonly version: number
}

/** Texts by code. A code keeps its text. */
export interface RowCodes {
  /** Codes given so far: 0 to this, without it. */
  readonly count: number
  /** By row the code plus one; 0 where null, and null past the end. */
  readonly cells: Uint32Array
  textOf(code: number): string
  /** -1 when no cell ever held the text. */
  codeOf(text: string): number
}

export interface RowTable {
  /** Rows are only ever added. */
  readonly size: number
  /** Of the candidate with this id; -1 when there is none. */
  indexOf(id: string): number
  /** By its name in upper case. */
  column(name: string): RowColumn | undefined
}

/** Oldest first. */
export interface RowEvents {
  readonly count: number
  /** Row of the candidate. */
  itemAt(at: number): number
  /** Place in `eventTypes`; -1 for an event without a type. */
  eventTypeCodeAt(at: number): number
}
