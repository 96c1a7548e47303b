/**
 * CSV in the dialect that imports read (`imports/csv-normaliser.ts`): a header, empty cells for nulls, quotes only where a
 * cell needs them, and inside them a backslash before `"` and `\` [doc: control-plane page, 9.1]. DuckDB writes parts of a
 * bounded size into a folder; each becomes the object `part-00000.csv`, `part-00001.csv`, …
 *
 * A role that may write and list, which is what the service asks for [doc], cannot delete: parts that a former export of
 * the same name left behind these are overwritten by a header, so that the folder holds this export and nothing else.
 */

import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { crashPoint } from '../base/crash-points.ts'
import { sqlText } from '../datasets/segment-sql.ts'
import { singleNumber } from '../datasets/snapshot-engine.ts'
import type { BlobLocation, Blobs, WriteOptions } from '../storage/blobs.ts'

/** An object of this size is sent to an S3 server in one piece. */
export const partBytesMax = 64 * 1024 * 1024

const dialect = `format csv, header true, delim ',', quote '"', escape '\\', nullstr ''`

/** Gives the number of rows. In one thread, so that the same rows give the same parts. */
export async function writeParts(
  connection: DuckDBConnection,
  rows: string,
  directory: string,
  bytesMax: number,
): Promise<number> {
  await connection.run('set preserve_insertion_order = true; set threads = 1')
  const files = `file_size_bytes ${bytesMax}, filename_pattern 'part-{i}', file_extension 'csv'`
  return singleNumber(connection, `copy (${rows}) to ${sqlText(directory)} (${dialect}, ${files})`)
}

const numberOf = (name: string): number => Number(/^part-(\d+)\.csv$/.exec(name)?.[1] ?? Number.NaN)

/** In the order of the rows: DuckDB does not pad its numbers. */
export async function partsIn(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).sort((one, other) => numberOf(one) - numberOf(other))
  return names.map(name => join(directory, name))
}

const partKey = (folder: string, number: number): string => `${folder}part-${String(number).padStart(5, '0')}.csv`

export interface PartsTarget {
  readonly blobs: Blobs
  /** Ends in a slash. */
  readonly folder: BlobLocation
  readonly options: WriteOptions
}

export async function sendParts(
  { blobs, folder: { bucket, key: folder }, options }: PartsTarget,
  parts: readonly string[],
  onSent: (partCount: number) => void,
): Promise<void> {
  for (const [number, path] of parts.entries()) {
    const body = createReadStream(path)
    try {
      await blobs.write({ bucket, key: partKey(folder, number) }, body, options)
    } finally {
      // Who may not write there reads nothing and leaves the file open.
      body.destroy()
    }
    crashPoint('export.part-written')
    onSent(number + 1)
  }
}

export async function emptyOlderParts(
  { blobs, folder: { bucket, key: folder }, options }: PartsTarget,
  partCount: number,
  header: string,
): Promise<void> {
  const older = (await blobs.list({ bucket, key: folder })).filter(
    ({ key }) => key.startsWith(folder) && numberOf(key.slice(folder.length)) >= partCount,
  )
  for (const { key } of older) await blobs.write({ bucket, key }, Buffer.from(`${header}\n`), options)
}
