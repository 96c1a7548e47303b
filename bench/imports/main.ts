/**
 * An import of interactions, measured from outside: time and the resident memory of this process (the server's side) and
 * the child together, sampled ten times a second. The baseline is DuckDB counting the rows of the same file.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { silentLog } from '../../src/base/log.ts'
import { defaultSettings } from '../../src/config.ts'
import { parseSchema } from '../../src/datasets/avro.ts'
import type { ImportResult, ImportSpec } from '../../src/imports/import-objects.ts'
import { launch } from '../../src/jobs/launch.ts'
import { print, save } from '../report/results.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000000' },
    quoted: { type: 'boolean', default: false },
    directory: { type: 'string', default: tmpdir() },
    save: { type: 'boolean', default: false },
  },
})
const rowCount = Number(values.rows)
const directory = await mkdtemp(join(values.directory, 'attune-import-bench-'))
const file = join(directory, 'buckets', 'bench', 'interactions.csv')

async function inDuckDb<T>(work: (run: (sql: string) => Promise<unknown[][]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    return await work(async sql => (await connection.runAndReadAll(sql)).getRows())
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** 0.95 M users and 0.1 M items in 20 M rows; three types of event; a month of seconds. */
async function generate(): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true })
  const users = Math.max(50, Math.round(rowCount * 0.0475))
  const items = Math.max(50, Math.round(rowCount * 0.005))
  await inDuckDb(run =>
    run(`copy (
      select 'user-' || (hash(i) % ${users})::varchar as USER_ID, 'item-' || (hash(i + 1) % ${items})::varchar as ITEM_ID,
        (1700000000 + (hash(i + 2) % 2592000))::bigint as TIMESTAMP, ['view', 'click', 'buy'][(hash(i + 3) % 3)::int + 1] as EVENT_TYPE
      from range(${rowCount}) as t(i)
    ) to '${file}' (format csv, header ${values.quoted ? ', force_quote *' : ''})`),
  )
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

const countRows = (): Promise<unknown> =>
  inDuckDb(run =>
    run(`select count(*) from read_csv('${file}', header = true, all_varchar = true, auto_detect = false, delim = ',', quote = '"',
      columns = {'USER_ID': 'VARCHAR', 'ITEM_ID': 'VARCHAR', 'TIMESTAMP': 'VARCHAR', 'EVENT_TYPE': 'VARCHAR'})`),
  )

const residentKb = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap(task => {
    const text = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim()
    return text === '' ? [] : text.split(' ').map(Number)
  })

/** Peak over time of this process and its children together. */
function watchMemory(): () => number {
  let peakKb = 0
  const timer = setInterval(() => {
    const all = [process.pid, ...childrenOf(process.pid)].map(residentKb)
    peakKb = Math.max(
      peakKb,
      all.reduce((one, other) => one + other, 0),
    )
  }, 100)
  return () => {
    clearInterval(timer)
    return peakKb / 1024
  }
}

const spec: ImportSpec = {
  blobs: { dataDirectory: directory, settings: defaultSettings },
  account: '000000000000',
  roleArn: undefined,
  location: { bucket: 'bench', key: 'interactions.csv' },
  datasetType: 'INTERACTIONS',
  schema: parseSchema(
    JSON.stringify({
      type: 'record',
      name: 'Interactions',
      fields: [
        { name: 'USER_ID', type: 'string' },
        { name: 'ITEM_ID', type: 'string' },
        { name: 'TIMESTAMP', type: 'long' },
        { name: 'EVENT_TYPE', type: 'string' },
      ],
    }),
  ),
  dataDirectory: directory,
  segmentFile: 'segments/bench.parquet',
  rejectsFile: 'rejects/bench.csv',
  workDirectory: join(directory, 'work', 'bench'),
  memoryMb: defaultSettings.workMemoryMb,
  rejectShareMax: 0.01,
  recordCountMin: 1,
}

const runImport = (): Promise<ImportResult> =>
  launch<ImportSpec, ImportResult>({
    module: new URL('../../src/imports/import-child.ts', import.meta.url),
    spec,
    priority: 'normal',
    signal: new AbortController().signal,
    onProgress: () => {},
    log: silentLog,
  })

try {
  await generate()
  const { size } = await stat(file)
  const baseline = await seconds(countRows)
  const stopWatching = watchMemory()
  let result: ImportResult | undefined
  const took = await seconds(async () => {
    result = await runImport()
  })
  const peakMb = stopWatching()
  if (result?.segment.rowCount !== rowCount) throw new Error(`imported ${result?.segment.rowCount} of ${rowCount} rows`)
  const table = {
    title: 'Import of interactions',
    columns: ['file', 'rows', 'MB', 's', 'rows/s', 'peak MB resident', 'count(*) alone, s', 'ratio', 'segment MB'],
    rows: [
      [
        values.quoted ? 'every cell quoted' : 'no quotes',
        rowCount,
        Math.round(size / 1e6),
        took.toFixed(1),
        Math.round(rowCount / took),
        Math.round(peakMb),
        baseline.toFixed(1),
        (took / baseline).toFixed(1),
        Math.round(result.segment.byteCount / 1e6),
      ],
    ],
  }
  const name = `imports-${values.quoted ? 'quoted-' : ''}${rowCount}`
  const results = { name, settings: { rows: rowCount }, tables: [table], notes: [] }
  print(results)
  if (values.save) await save(results)
} finally {
  await rm(directory, { recursive: true, force: true })
}
