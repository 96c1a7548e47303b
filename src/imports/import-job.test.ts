/** The job in a real engine over a real store, with its real child process: which segments a dataset has after imports. */

import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type DatasetJobs, datasetArn, openDatasetJobs, segmentOf } from '../../test/fixtures/inside/dataset-jobs.ts'
import { defaultSettings } from '../config.ts'
import type { Segment } from '../datasets/segment.ts'
import type { ResourceRecord } from '../storage/records.ts'
import { importJobKind } from './import-job.ts'

const put = segmentOf('put', 1)

let jobs: DatasetJobs

/** Gives the ARN of the import. */
async function requestImport(name: string, csv: string, importMode = 'FULL'): Promise<string> {
  await writeFile(join(jobs.directory, 'buckets/shop', `${name}.csv`), csv)
  return jobs.request('dataset-import-job', name, { dataSource: { dataLocation: `s3://shop/${name}.csv` }, importMode })
}

const imported = async (name: string, csv: string, importMode?: string): Promise<ResourceRecord> =>
  jobs.ended(await requestImport(name, csv, importMode))

const files = async () =>
  ((await jobs.store.records.get(datasetArn))!.body.segments as readonly Segment[]).map(({ file }) => file)

const good = 'ITEM_ID,PRICE\na,1\nb,2\na,3\n'

/** Beside other tests idle time may be none. */
const settings = { ...defaultSettings, jobPriority: 'low' }

describe('import job', () => {
  beforeEach(async () => {
    jobs = await openDatasetJobs(blobs => importJobKind({ settings, blobs }), [put])
  })
  afterEach(() => jobs.close())

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
      (await readdir(join(jobs.directory, 'segments'))).sort(),
      ['first.parquet', 'second.parquet', 'third.parquet'],
      'replaced files wait for the sweep: a training may be reading them',
    )
    assert.deepEqual(await readdir(join(jobs.directory, 'work')), [])
  })

  test('a failed import says why and leaves the former data in force', async () => {
    await imported('first', good)
    const failed = await imported('second', 'ITEM_ID,PRICE\na,cheap\n')
    assert.equal(failed.status, 'CREATE FAILED')
    assert.match(String(failed.body.failureReason), /line 2, column PRICE: expected a number \(float\), found "cheap"/)
    assert.deepEqual(await files(), [put.file, 'segments/first.parquet'])
    assert.deepEqual(await readdir(join(jobs.directory, 'segments')), ['first.parquet'])
    assert.deepEqual(await readdir(join(jobs.directory, 'work')), [])
  })

  test('waits for its dataset', async () => {
    const { store, commit, until } = jobs
    const dataset = await store.records.get(datasetArn)
    assert.ok(dataset)
    await commit({ type: 'update', record: { ...dataset, status: 'CREATE PENDING' } })
    const first = await requestImport('first', good)
    await until(async () =>
      (await store.queue.list('000000000000', 'us-east-1'))[0]?.state === 'running' ? true : undefined,
    )
    assert.equal((await store.records.get(first))?.status, 'CREATE PENDING')
    const pending = await store.records.get(datasetArn)
    assert.ok(pending)
    await commit({ type: 'update', record: { ...pending, status: 'ACTIVE' } })
    assert.equal((await jobs.ended(first)).status, 'ACTIVE')
  })
})
