/** DuckDB for one snapshot: in memory, bounded, spilling to a directory of its own. */

import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type DuckDBVector } from '@duckdb/node-api'
import { columnNamesSql } from './segment-sql.ts'

interface EngineBounds {
  readonly temporaryDirectory: string
  readonly memoryMb: number
}

export async function inDuckDb<T>(
  bounds: EngineBounds,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${bounds.memoryMb}MB`,
    temp_directory: bounds.temporaryDirectory,
    preserve_insertion_order: 'false',
  })
  try {
    const connection = await instance.connect()
    try {
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

export async function singleNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql)
  return Number(reader.getRows()[0]![0])
}

/** Columns that any of the segments has, upper-cased. */
export async function columnNames(connection: DuckDBConnection, files: readonly string[]): Promise<readonly string[]> {
  if (files.length === 0) return []
  const reader = await connection.runAndReadAll(columnNamesSql(files))
  return reader.getRows().map(([name]) => String(name))
}

/** Chunks of a result as it is computed; the whole of it is never held. */
export async function* chunksOf(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield chunk
  }
}

/** The values of a numeric column, in place. */
export const numbersOf = <A extends ArrayLike<number | bigint>>(chunk: DuckDBDataChunk, column: number): A =>
  (chunk.getColumnVector(column) as DuckDBVector & { readonly items: A }).items
