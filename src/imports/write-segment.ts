/**
 * DuckDB's part of an import: rows of text in, a Parquet file of typed rows out. `writeDirect` does it in one pass and
 * gives up at the first row that does not fit; `writeChecked` sorts the rows into a report and the file. The order of rows
 * is that of the files, so that the same files give the same segment.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlName, sqlText } from '../datasets/segment-sql.ts'
import { singleNumber } from '../datasets/snapshot-engine.ts'
import { type CheckedColumn, lengthFaults } from './row-checks.ts'
import type { RowSource } from './row-source.ts'

export interface SegmentOrder {
  readonly connection: DuckDBConnection
  readonly path: string
  /** Column that holds one record per id, the last one; absent for interactions. */
  readonly key: string | undefined
}

const parquet = `(format parquet, compression zstd, compression_level 1, row_group_size 122880)`

/** Thrown by SQL, caught by the caller that then reads again with lines. */
const misfit = 'a row does not fit the schema'

const typedColumns = (columns: readonly CheckedColumn[]): string =>
  columns.map(({ name, value }) => `${value} as ${sqlName(name)}`).join(', ')

const anyFault = (columns: readonly CheckedColumn[]): string =>
  `coalesce(${columns.map(({ fault }) => fault).join(', ')})`

/** The last row of each id, in the order in which those stand. */
const lastOfEach = (rows: string, key: string): string =>
  `select * exclude (_row) from (
    select *, row_number() over () as _row from (${rows})
  ) qualify row_number() over (partition by ${sqlName(key)} order by _row desc) = 1 order by _row`

async function copy({ connection, path, key }: SegmentOrder, rows: string): Promise<number> {
  const select = key === undefined ? rows : lastOfEach(rows, key)
  return singleNumber(connection, `copy (${select}) to ${sqlText(path)} ${parquet}`)
}

/** Gives the number of rows, or undefined when a row does not fit, in form or in value. */
export async function writeDirect(order: SegmentOrder, { sql, columns }: RowSource): Promise<number | undefined> {
  const guard = `case when ${anyFault(columns)} is null then true else error(${sqlText(misfit)}) end`
  try {
    return await copy(order, `select ${typedColumns(columns)} from (${sql}) where ${guard}`)
  } catch (error) {
    const { message } = error as Error
    if (message.includes(misfit) || /CSV|unicode|utf-?8/i.test(message)) return undefined
    throw error
  }
}

export interface Offender {
  readonly file: string
  readonly line: number
  /** Empty when the form of the whole row is wrong. */
  readonly column: string
  readonly value: string
  readonly expected: string
}

export interface Checked {
  readonly rowCount: number
  readonly rejectedCount: number
  readonly firstOffenders: readonly Offender[]
}

const offendersTold = 3

const whereFault = (columns: readonly CheckedColumn[], pick: (column: CheckedColumn) => string): string =>
  columns.map(column => `when ${column.fault} is not null then ${pick(column)}`).join(' ')

const reportRows = ({ sql, columns }: RowSource): string => `
  select _file as file, _line as line,
    case when _form <> '' then '' ${whereFault(columns, ({ name }) => sqlText(name))} end as "column",
    case when _form <> '' then '' ${whereFault(columns, ({ cell }) => `coalesce(left(${cell}, 200), '')`)} end as value,
    case when _form <> '' then _form else ${anyFault(columns)} end as expected
  from (${sql}) where _form <> '' or ${anyFault(columns)} is not null`

/** The first value that is too long stands in front, for it fails the import by itself. */
async function firstOf(connection: DuckDBConnection, reportPath: string): Promise<readonly Offender[]> {
  const report = `select file, line, "column", value, expected from read_csv(${sqlText(reportPath)}, header = true,
    all_varchar = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '\\N',
    columns = {'file': 'VARCHAR', 'line': 'VARCHAR', 'column': 'VARCHAR', 'value': 'VARCHAR', 'expected': 'VARCHAR'})`
  const tooLong = `expected in (${lengthFaults.map(sqlText).join(', ')})`
  const reader = await connection.runAndReadAll(
    `(${report} where ${tooLong} limit 1) union all (${report} where not ${tooLong} limit ${offendersTold})`,
  )
  return reader.getRows().map(([file, line, column, value, expected]) => ({
    file: String(file),
    line: Number(line),
    column: String(column),
    value: String(value),
    expected: String(expected),
  }))
}

/** Writes the report first; the segment holds the rows that are not in it. */
export async function writeChecked(order: SegmentOrder, source: RowSource, reportPath: string): Promise<Checked> {
  const { connection } = order
  const rejectedCount = await singleNumber(
    connection,
    `copy (${reportRows(source)}) to ${sqlText(reportPath)} (format csv, header, force_quote *)`,
  )
  const firstOffenders = rejectedCount === 0 ? [] : await firstOf(connection, reportPath)
  const { sql, columns } = source
  const fitting = `_form is null or _form = ''`
  const rows = `select ${typedColumns(columns)} from (${sql}) where (${fitting}) and ${anyFault(columns)} is null`
  return { rowCount: await copy(order, rows), rejectedCount, firstOffenders }
}
