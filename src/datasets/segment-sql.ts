/**
 * What all SQL over segments has in common, whoever writes or reads them: how texts, names and lists of files are spelled,
 * the type a column has at rest (`segment.ts`), and the column that tells records apart.
 */

import type { ColumnType, DatasetType } from './dataset-schema.ts'

export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const fileList = (files: readonly string[]): string => `[${files.map(sqlText).join(', ')}]`

export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
}

const keyColumns: Partial<Record<DatasetType, string>> = { ITEMS: 'ITEM_ID', USERS: 'USER_ID', ACTIONS: 'ACTION_ID' }

/** Column that holds one record per id; undefined for interactions, all of which stay. */
export const keyColumn = (datasetType: DatasetType): string | undefined => keyColumns[datasetType]

/** Columns that any of the files has, upper-cased, as segments of different schemas may spell a column differently. */
export const columnNamesSql = (files: readonly string[]): string =>
  `select upper(column_name) from (describe select * from read_parquet(${fileList(files)}, union_by_name = true))`
