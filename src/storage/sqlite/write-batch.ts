/**
 * What goes to the writing thread and comes back. A unit is applied whole or not at all; units that wait together share
 * one commit, hence one sync.
 */

import type { Row, Value } from './database.ts'

export interface Write {
  readonly sql: string
  readonly values: readonly Value[]
  /** Refuse the unit as a conflict unless exactly this many rows change. */
  readonly expectedChanges?: number
}

export interface Unit {
  readonly number: number
  readonly writes: readonly Write[]
}

export interface Outcome {
  readonly number: number
  /** Rows of each write's RETURNING clause. */
  readonly rows: readonly (readonly Row[])[]
  readonly conflict?: true
  readonly error?: string
}
