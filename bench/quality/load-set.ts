/** A data set's interactions (gzip CSV) as a snapshot, by way of a Parquet segment, as an import would leave it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readSnapshot, type Snapshot } from '../../src/datasets/snapshot.ts'

export async function loadSet(file: string): Promise<Snapshot> {
  const directory = await mkdtemp(join(tmpdir(), 'attune-quality-'))
  try {
    const segment = join(directory, 'interactions.parquet')
    await toParquet(file, segment)
    const bounds = { temporaryDirectory: join(directory, 'spill'), memoryMb: 1024 }
    const spec = { interactionFiles: [segment], itemFiles: [], eventRules: [], uniqueCountMax: 1, ...bounds }
    return await readSnapshot(spec, () => {})
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function toParquet(file: string, segment: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`copy (select * replace (TIMESTAMP::bigint as TIMESTAMP) from
      read_csv('${file}', all_varchar = true, header = true)) to '${segment}' (format parquet)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
