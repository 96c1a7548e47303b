/** What loads a profile is told: files and columns, nothing that needs a record. Plain data. */

import type { ColumnKind } from '../profiles/columns.ts'

export interface EntitySource {
  /** Absolute, in the order of the dataset's segments. */
  readonly files: readonly string[]
  /** Beside the id. */
  readonly columns: readonly ColumnKind[]
}

export interface InteractionSource {
  readonly files: readonly string[]
  /** The customer's own. */
  readonly columns: readonly ColumnKind[]
}

export interface ReadSpec {
  readonly items: EntitySource
  readonly users: EntitySource
  readonly interactions: InteractionSource
  readonly temporaryDirectory: string
  readonly memoryMb: number
}

/** For a process of its own. */
export interface ReadOrder {
  readonly spec: ReadSpec
  /** A new file, for the arrays of the profile. */
  readonly packedFile: string
}
