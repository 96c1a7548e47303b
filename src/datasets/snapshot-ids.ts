/** Builds a dictionary of ids in DuckDB and reads it out: ids in the order of their UTF-8 bytes, as `bytes` and `offsets`. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { chunksOf, singleNumber } from './snapshot-engine.ts'
import { dictionarySql } from './snapshot-sql.ts'

export interface SnapshotIds {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** One more than there are ids. */
  readonly offsets: Uint32Array<ArrayBuffer>
}

export async function readIds(
  connection: DuckDBConnection,
  table: 'users' | 'items',
  column: 'USER_ID' | 'ITEM_ID',
  itemFiles: readonly string[] = [],
): Promise<SnapshotIds> {
  await connection.run(dictionarySql(table, column, itemFiles))
  const count = await singleNumber(connection, `select count(*) from ${table}`)
  const byteCount = await singleNumber(connection, `select coalesce(sum(strlen(${column})), 0) from ${table}`)
  const bytes = new Uint8Array(byteCount)
  const offsets = new Uint32Array(count + 1)
  const encoder = new TextEncoder()
  let at = 0
  for await (const chunk of chunksOf(connection, `select ${column} from ${table} order by INDEX`)) {
    for (const id of chunk.getColumnValues(0)) {
      offsets[at + 1] = offsets[at]! + encoder.encodeInto(String(id), bytes.subarray(offsets[at]!)).written
      at++
    }
  }
  return { bytes, offsets }
}
