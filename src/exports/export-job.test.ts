/** The job in a real engine over a real store, with its real child process: what it reads and how it ends. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as moment } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { defaultSettings } from '../config.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { createJobEngine, type JobEngine } from '../jobs/engine.ts'
import type { Change, ResourceKind, ResourceRecord } from '../storage/records.ts'
import { openSqlite, type SqliteStore } from '../storage/sqlite/open-sqlite.ts'
import { exportJobKind } from './export-job.ts'

const arn = (rest: string) => `arn:aws:personalize:us-east-1:000000000000:${rest}`
const [group, schemaArn, datasetArn] = [arn('dataset-group/shop'), arn('schema/shop'), arn('dataset/shop/ITEMS')]
const roleArn = 'arn:aws:iam::000000000000:role/x'

const schema = JSON.stringify({
  type: 'record',
  name: 'Items',
  fields: [
    { name: 'ITEM_ID', type: 'string' },
    { name: 'PRICE', type: 'int' },
  ],
  version: '1.0',
})

/** Between looks, so that the child, whose priority is low, gets a core. */
const lookEveryMs = 5

let directory = ''
let store: SqliteStore
let engine: JobEngine

const record = (kind: ResourceKind, arn: string, body: object, status: string): ResourceRecord => ({
  ...{ arn, kind, account: '000000000000', region: 'us-east-1', name: arn.split('/').at(-1) as string },
  ...{ parent: group, group, status, createdAtMs: 1, updatedAtMs: 1, version: 0, body: { ...body } },
})

const commit = (...changes: readonly Change[]) => store.records.transact(async () => ({ changes, result: undefined }))

async function segment(file: string, rows: string): Promise<void> {
  await mkdir(join(directory, 'segments'), { recursive: true })
  await inDuckDb({ temporaryDirectory: directory, memoryMb: 256 }, connection =>
    connection.run(
      `copy (select * from (values ${rows}) as t(ITEM_ID, PRICE)) to '${join(directory, file)}' (format parquet)`,
    ),
  )
}

/** Looks until the export is over; every look is a read of the store. */
async function exported(name: string, body: object = {}): Promise<ResourceRecord> {
  const jobArn = arn(`dataset-export-job/${name}`)
  const jobOutput = { s3DataDestination: { path: 's3://shop/out' } }
  const given = { datasetArn, ingestionMode: 'ALL', roleArn, jobOutput, ...body }
  const job = { id: name, kind: 'export', resource: jobArn, subject: datasetArn, payload: {} }
  await commit(
    { type: 'insert', record: record('dataset-export-job', jobArn, given, 'CREATE PENDING') },
    { type: 'enqueue', job: { ...job, createdAtMs: 1, dueAtMs: 1 } },
  )
  engine.changed()
  for (;;) {
    const found = await store.records.get(jobArn)
    if (found?.status === 'ACTIVE' || found?.status === 'CREATE FAILED') return found
    await moment(lookEveryMs)
  }
}

const textOf = (name: string) => readFile(join(directory, `buckets/shop/out/${name}/part-00000.csv`), 'utf8')

const bulk = { file: 'segments/bulk.parquet', rowCount: 2, byteCount: 1, origin: 'bulk', createdAtMs: 1 }
const put = { file: 'segments/put.parquet', rowCount: 1, byteCount: 1, origin: 'put', createdAtMs: 1 }

describe('export job', () => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-export-job-'))
    await mkdir(join(directory, 'buckets/shop'), { recursive: true })
    await segment(bulk.file, `('a',1), ('b',2)`)
    await segment(put.file, `('b',3)`)
    store = await openSqlite(directory)
    const dataset = { datasetGroupArn: group, datasetType: 'ITEMS', schemaArn, segments: [bulk, put] }
    await commit(
      { type: 'insert', record: record('schema', schemaArn, { schema }, 'ACTIVE') },
      { type: 'insert', record: record('dataset', datasetArn, dataset, 'ACTIVE') },
    )
    const blobs = { dataDirectory: directory, settings: defaultSettings }
    const kinds = [exportJobKind({ settings: defaultSettings, blobs })]
    engine = createJobEngine({ ...store, kinds, clock: systemClock, log: silentLog, settings: defaultSettings })
    engine.start()
  })
  afterEach(async () => {
    await engine.stop()
    await store.close()
    await rm(directory, { recursive: true })
  })

  test('takes what its mode names, and lets go of it', async () => {
    for (const [ingestionMode, rows] of [
      ['ALL', ['a,1', 'b,3']],
      ['BULK', ['a,1', 'b,2']],
      ['PUT', ['b,3']],
    ] as const) {
      const ended = await exported(ingestionMode, { ingestionMode })
      assert.equal(ended.status, 'ACTIVE', String(ended.body.failureReason))
      assert.equal(ended.body.source, undefined)
      assert.equal(await textOf(ingestionMode), ['ITEM_ID,PRICE', ...rows, ''].join('\n'))
    }
    assert.deepEqual(await readdir(join(directory, 'work')), [])
  })

  test('an attempt after a crash reads what the first one read', async () => {
    const ended = await exported('again', { source: { segments: [{ file: put.file }], schema } })
    assert.equal(ended.status, 'ACTIVE')
    assert.equal(await textOf('again'), 'ITEM_ID,PRICE\nb,3\n')
  })

  test('a bucket that cannot be written to fails it with a reason', async () => {
    const failed = await exported('lost', { jobOutput: { s3DataDestination: { path: 's3://elsewhere/out/' } } })
    assert.equal(failed.status, 'CREATE FAILED')
    assert.match(
      String(failed.body.failureReason),
      /Insufficient privileges for writing to s3:\/\/elsewhere\/out\/lost\//,
    )
    assert.equal(failed.body.source, undefined)
  })
})
