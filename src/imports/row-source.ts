/**
 * The files of an import as one relation in SQL: a row per record, with its file, its line, what is wrong with its form,
 * and each column of the schema under its own name. Two ways to read a file: as it is, or normalised.
 */

import type { DatasetSchema } from '../datasets/dataset-schema.ts'
import { sqlName, sqlText } from '../datasets/segment-sql.ts'
import { cellEnd } from './csv-normaliser.ts'
import { type CheckedColumn, checkedColumn } from './row-checks.ts'

export interface SourceFile {
  /** What the report calls it. */
  readonly key: string
  readonly path: string
  /** Cells of its header. */
  readonly cellCount: number
  /** For each column of the schema, its cell. */
  readonly positions: readonly number[]
}

export interface RowSource {
  readonly sql: string
  readonly columns: readonly CheckedColumn[]
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `c${index}`)

const varchars = (columns: readonly string[]): string =>
  `{${columns.map(name => `${sqlText(name)}: 'VARCHAR'`).join(', ')}}`

const readOptions = `header = false, quote = '', escape = '', comment = '', auto_detect = false, nullstr = ''`

const schemaCells = (schema: DatasetSchema, cells: readonly string[]): string =>
  schema.columns.map((column, index) => `${cells[index]} as ${sqlName(column.name)}`).join(', ')

/** Throws at the first row whose form is wrong; lines are not known. */
export function directSource(files: readonly SourceFile[], schema: DatasetSchema): RowSource {
  const parts = files.map(({ path, cellCount, positions }) => {
    const cells = names(cellCount)
    const wanted = positions.map(position => cells[position] as string)
    return `select ${schemaCells(schema, wanted)} from read_csv(${sqlText(path)}, delim = ',', skip = 1, ${readOptions},
      columns = ${varchars(cells)})`
  })
  const columns = schema.columns.map(column => checkedColumn(column, column.name, false))
  return { sql: parts.join(' union all '), columns }
}

/** Files as the normaliser wrote them: every row has the right form, or says what is wrong with it. `hasMarks`: in any of them. */
export function normalisedSource(files: readonly SourceFile[], schema: DatasetSchema, hasMarks: boolean): RowSource {
  const cells = names(schema.columns.length)
  const all = ['line', 'form', ...cells]
  const parts = files.map(
    ({
      key,
      path,
    }) => `select ${sqlText(key)} as _file, line::bigint as _line, form as _form, ${schemaCells(schema, cells)}
      from read_csv(${sqlText(path)}, delim = chr(${cellEnd}), ${readOptions},
        columns = ${varchars(all)})`,
  )
  const columns = schema.columns.map(column => checkedColumn(column, column.name, hasMarks))
  return { sql: parts.join(' union all '), columns }
}
