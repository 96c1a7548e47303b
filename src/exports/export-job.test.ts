/** The job in a real engine over a real store, with its real child process: what it reads and how it ends. */

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { writeValueSegment } from '../../test/fixtures/data/value-segment.ts'
import { type DatasetJobs, itemsSchema, openDatasetJobs, segmentOf } from '../../test/fixtures/inside/dataset-jobs.ts'
import { defaultSettings } from '../config.ts'
import type { ResourceRecord } from '../storage/records.ts'
import { exportJobKind } from './export-job.ts'

const [bulk, put] = [segmentOf('bulk', 2), segmentOf('put', 1)]

let jobs: DatasetJobs

async function exported(name: string, body: object = {}): Promise<ResourceRecord> {
  const jobOutput = { s3DataDestination: { path: 's3://shop/out' } }
  const roleArn = 'arn:aws:iam::000000000000:role/x'
  return jobs.ended(
    await jobs.request('dataset-export-job', name, { ingestionMode: 'ALL', roleArn, jobOutput, ...body }),
  )
}

const textOf = (name: string) => readFile(join(jobs.directory, `buckets/shop/out/${name}/part-00000.csv`), 'utf8')

/** Beside other tests idle time may be none. */
const settings = { ...defaultSettings, jobPriority: 'low' }

describe('export job', () => {
  beforeEach(async () => {
    jobs = await openDatasetJobs(blobs => exportJobKind({ settings, blobs }), [bulk, put])
    await writeValueSegment(join(jobs.directory, bulk.file), 'ITEM_ID, PRICE', `('a', 1::float), ('b', 2)`)
    await writeValueSegment(join(jobs.directory, put.file), 'ITEM_ID, PRICE', `('b', 3::float)`)
  })
  afterEach(() => jobs.close())

  test('takes what its mode names, and lets go of it', async () => {
    for (const [ingestionMode, rows] of [
      ['ALL', ['a,1.0', 'b,3.0']],
      ['BULK', ['a,1.0', 'b,2.0']],
      ['PUT', ['b,3.0']],
    ] as const) {
      const ended = await exported(ingestionMode, { ingestionMode })
      assert.equal(ended.status, 'ACTIVE', String(ended.body.failureReason))
      assert.equal(ended.body.source, undefined)
      assert.equal(await textOf(ingestionMode), ['ITEM_ID,PRICE', ...rows, ''].join('\n'))
    }
    assert.deepEqual(await readdir(join(jobs.directory, 'work')), [])
  })

  test('an attempt after a crash reads what the first one read', async () => {
    const ended = await exported('again', { source: { segments: [{ file: put.file }], schema: itemsSchema } })
    assert.equal(ended.status, 'ACTIVE')
    assert.equal(await textOf('again'), 'ITEM_ID,PRICE\nb,3.0\n')
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
