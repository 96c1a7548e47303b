/** The job in a real engine over a real store, with its real child process: which segments a dataset has after imports. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as moment } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { defaultSettings } from '../config.ts'
import type { Segment } from '../datasets/segment.ts'
import { createJobEngine, type JobEngine } from '../jobs/engine.ts'
import type { Change, ResourceKind, ResourceRecord } from '../storage/records.ts'
import { openSqlite, type SqliteStore } from '../storage/sqlite/open-sqlite.ts'
import { importJobKind } from './import-job.ts'

const group = 'arn:aws:personalize:us-east-1:000000000000:dataset-group/shop'
const schemaArn = 'arn:aws:personalize:us-east-1:000000000000:schema/shop'
const datasetArn = 'arn:aws:personalize:us-east-1:000000000000:dataset/shop/ITEMS'
const importArn = (name: string) => `arn:aws:personalize:us-east-1:000000000000:dataset-import-job/${name}`

const schema = JSON.stringify({
  type: 'record',
  name: 'Items',
  fields: [
    { name: 'ITEM_ID', type: 'string' },
    { name: 'PRICE', type: 'float' },
  ],
  version: '1.0',
})

/** Between looks, so that the child, whose priority is low, gets a core. */
const lookEveryMs = 5

let directory = ''
let store: SqliteStore
let engine: JobEngine

const record = (kind: ResourceKind, arn: string, body: Record<string, unknown>, status: string): ResourceRecord => ({
  arn,
  kind,
  account: '000000000000',
  region: 'us-east-1',
  name: arn.split('/').at(-1) as string,
  parent: kind === 'dataset-import-job' ? datasetArn : group,
  group,
  status,
  createdAtMs: 1,
  updatedAtMs: 1,
  version: 0,
  body,
})

const commit = (...changes: readonly Change[]) => store.records.transact(async () => ({ changes, result: undefined }))

const put: Segment = { file: 'segments/put.parquet', rowCount: 1, byteCount: 1, origin: 'put', createdAtMs: 1 }

async function requestImport(name: string, csv: string, importMode = 'FULL'): Promise<void> {
  await writeFile(join(directory, 'buckets/shop', `${name}.csv`), csv)
  const arn = importArn(name)
  const body = { datasetArn, dataSource: { dataLocation: `s3://shop/${name}.csv` }, importMode }
  await commit(
    { type: 'insert', record: record('dataset-import-job', arn, body, 'CREATE PENDING') },
    {
      type: 'enqueue',
      job: { id: name, kind: 'import', resource: arn, subject: datasetArn, payload: {}, createdAtMs: 1, dueAtMs: 1 },
    },
  )
  engine.changed()
}

const bodyOf = async (arn: string): Promise<Record<string, unknown>> =>
  (await store.records.get(arn))?.body as Record<string, unknown>

/** Looks until the import is over; every look is a read of the store. */
async function ended(name: string): Promise<ResourceRecord> {
  for (;;) {
    const found = await store.records.get(importArn(name))
    if (found?.status === 'ACTIVE' || found?.status === 'CREATE FAILED') return found
    await moment(lookEveryMs)
  }
}

async function imported(name: string, csv: string, importMode?: string): Promise<ResourceRecord> {
  await requestImport(name, csv, importMode)
  return ended(name)
}

const files = async () => ((await bodyOf(datasetArn)).segments as readonly Segment[]).map(({ file }) => file)

const good = 'ITEM_ID,PRICE\na,1\nb,2\na,3\n'

describe('import job', () => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-import-job-'))
    await mkdir(join(directory, 'buckets/shop'), { recursive: true })
    store = await openSqlite(directory)
    const dataset = { datasetGroupArn: group, datasetType: 'ITEMS', schemaArn, segments: [put] }
    await commit(
      { type: 'insert', record: { ...record('schema', schemaArn, { schema }, 'ACTIVE'), parent: null, group: null } },
      { type: 'insert', record: record('dataset', datasetArn, dataset, 'ACTIVE') },
    )
    const blobs = { dataDirectory: directory, settings: defaultSettings }
    const kinds = [importJobKind({ settings: defaultSettings, blobs })]
    engine = createJobEngine({ ...store, kinds, clock: systemClock, log: silentLog, settings: defaultSettings })
    engine.start()
  })
  afterEach(async () => {
    await engine.stop()
    await store.close()
    await rm(directory, { recursive: true })
  })

  test('FULL replaces what was imported, INCREMENTAL adds; what was put stays', async () => {
    const first = await imported('first', good)
    assert.equal(first.status, 'ACTIVE', String(first.body.failureReason))
    assert.deepEqual(first.body.report, { rowCount: 2, rejectedCount: 0 })
    assert.deepEqual(await files(), [put.file, 'segments/first.parquet'])
    await imported('second', good, 'INCREMENTAL')
    assert.deepEqual(await files(), [put.file, 'segments/first.parquet', 'segments/second.parquet'])
    await imported('third', good)
    assert.deepEqual(await files(), [put.file, 'segments/third.parquet'])
    assert.deepEqual(
      (await readdir(join(directory, 'segments'))).sort(),
      ['first.parquet', 'second.parquet', 'third.parquet'],
      'replaced files wait for the sweep: a training may be reading them',
    )
    assert.deepEqual(await readdir(join(directory, 'work')), [])
  })

  test('a failed import says why and leaves the former data in force', async () => {
    await imported('first', good)
    const failed = await imported('second', 'ITEM_ID,PRICE\na,cheap\n')
    assert.equal(failed.status, 'CREATE FAILED')
    assert.match(String(failed.body.failureReason), /line 2, column PRICE: expected a number \(float\), found "cheap"/)
    assert.deepEqual(await files(), [put.file, 'segments/first.parquet'])
    assert.deepEqual(await readdir(join(directory, 'segments')), ['first.parquet'])
    assert.deepEqual(await readdir(join(directory, 'work')), [])
  })

  test('waits for its dataset', async () => {
    const dataset = await store.records.get(datasetArn)
    assert.ok(dataset)
    await commit({ type: 'update', record: { ...dataset, status: 'CREATE PENDING' } })
    await requestImport('first', good)
    while ((await store.queue.list('000000000000', 'us-east-1'))[0]?.state !== 'running') await moment(lookEveryMs)
    assert.equal((await store.records.get(importArn('first')))?.status, 'CREATE PENDING')
    const pending = await store.records.get(datasetArn)
    assert.ok(pending)
    await commit({ type: 'update', record: { ...pending, status: 'ACTIVE' } })
    assert.equal((await ended('first')).status, 'ACTIVE')
  })
})
