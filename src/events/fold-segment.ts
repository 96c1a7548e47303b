/**
 * Writes streamed rows as a segment, together with the streamed segments it takes the place of. Items and users keep the
 * newest record of each id; of interactions with the same event id the first stays, wherever the first one lies.
 */

import { rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crashPoint } from '../base/crash-points.ts'
import { syncPath } from '../base/sync-path.ts'
import type { Column, DatasetSchema, DatasetType } from '../datasets/dataset-schema.ts'
import { privateColumns } from '../datasets/private-columns.ts'
import type { Segment } from '../datasets/segment.ts'
import { fileList, keyColumn, sqlName, sqlText, sqlTypes } from '../datasets/segment-sql.ts'
import { inDuckDb, singleNumber } from '../datasets/snapshot-engine.ts'

export interface FoldOrder {
  readonly type: DatasetType
  readonly schema: DatasetSchema
  /** A JSON object per line, oldest first. Absolute paths from here on. */
  readonly rowsFile: string
  /** Streamed segments that become part of the new one, oldest first. */
  readonly merged: readonly string[]
  /** Other segments that may hold event ids. */
  readonly others: readonly string[]
  readonly temporaryFile: string
  readonly segmentFile: string
  readonly temporaryDirectory: string
  readonly memoryMb: number
}

const privateNames = Object.values(privateColumns)

const typedColumns = ({ type, schema }: FoldOrder): readonly (readonly [string, string])[] => [
  ...schema.columns.map((column: Column) => [column.name, sqlTypes[column.type]] as const),
  ...(keyColumn(type) === undefined ? privateNames.map(name => [name, 'VARCHAR'] as const) : []),
]

/** All rows, those of older segments first. */
function rowsSql(order: FoldOrder): string {
  const columns = typedColumns(order)
  const names = columns.map(([name]) => sqlName(name)).join(', ')
  const types = columns.map(([name, type]) => `${sqlText(name)}: ${sqlText(type)}`).join(', ')
  const streamed = `select ${names} from read_json(${sqlText(order.rowsFile)}, format = 'newline_delimited', columns = {${types}})`
  const older = order.merged.map(file => `select * from read_parquet(${sqlText(file)})`)
  return [...older, streamed].join(' union all by name ')
}

const newestOfEach = (rows: string, key: string): string =>
  `select * exclude (_row) from (select *, row_number() over () as _row from (${rows}))
    qualify row_number() over (partition by ${sqlName(key)} order by _row desc) = 1 order by _row`

function firstOfEachEvent(rows: string, { others }: FoldOrder): string {
  const event = sqlName(privateColumns.event)
  const known =
    others.length === 0
      ? ''
      : `and (${event} is null or ${event} not in (
          select ${event} from read_parquet(${fileList(others)}) where ${event} is not null))`
  return `select * exclude (_row) from (select *, row_number() over () as _row from (${rows}))
    where true ${known}
    qualify ${event} is null or row_number() over (partition by ${event} order by _row) = 1 order by _row`
}

/** The column names of a schema may be spelled in any case; DuckDB finds them all the same. */
export async function writeFoldedSegment(order: FoldOrder): Promise<Pick<Segment, 'rowCount' | 'byteCount'>> {
  const { type, temporaryFile, segmentFile } = order
  const rows = rowsSql(order)
  const key = keyColumn(type)
  const select = key === undefined ? firstOfEachEvent(rows, order) : newestOfEach(rows, key)
  const rowCount = await inDuckDb(order, async connection => {
    await connection.run('set preserve_insertion_order = true; set threads = 1')
    return singleNumber(
      connection,
      `copy (${select}) to ${sqlText(temporaryFile)} (format parquet, compression zstd, compression_level 1)`,
    )
  })
  await syncPath(temporaryFile)
  await rename(temporaryFile, segmentFile)
  await syncPath(dirname(segmentFile))
  crashPoint('fold.segment-written')
  const { size: byteCount } = await stat(segmentFile)
  return { rowCount, byteCount }
}
