/** A dataset's schema as the rest of Attune reads it. `avro.ts` makes it from the customer's text. */

export type DatasetType = 'INTERACTIONS' | 'ITEMS' | 'USERS' | 'ACTIONS' | 'ACTION_INTERACTIONS'

export type ColumnType = 'string' | 'int' | 'long' | 'float' | 'double' | 'boolean'

export interface Column {
  /** As spelled in the schema, for instance `USER_ID`. */
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  readonly categorical: boolean
  readonly textual: boolean
  readonly itemName: boolean
}

export interface DatasetSchema {
  readonly recordName: string
  readonly columns: readonly Column[]
}
