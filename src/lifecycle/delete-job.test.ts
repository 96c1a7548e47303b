/** The job in a real engine over a real store: records, what belongs to them, and their files go; who holds a file is told first. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { defaultSettings } from '../config.ts'
import { createJobEngine } from '../jobs/engine.ts'
import type { Change, ResourceKind, ResourceRecord } from '../storage/records.ts'
import { openSqlite } from '../storage/sqlite/open-sqlite.ts'
import { deleteJobKind } from './delete-job.ts'

const owner = { account: '000000000000', region: 'us-east-1' }

const arnOf = (path: string): string => `arn:aws:personalize:${owner.region}:${owner.account}:solution/${path}`

const record = (kind: ResourceKind, path: string, more: Partial<ResourceRecord>): ResourceRecord => ({
  ...{ arn: arnOf(path), kind, ...owner, name: path, parent: null, group: null, status: 'ACTIVE' },
  ...{ createdAtMs: 1, updatedAtMs: 1, version: 0, body: {}, ...more },
})

test('a solution takes its versions along; each model file is told of while it is there, and then gone', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'attune-delete-'))
  await mkdir(join(dataDirectory, 'models'))
  for (const name of ['now', 'former', 'other']) await writeFile(join(dataDirectory, 'models', name), '')
  const store = await openSqlite(dataDirectory)
  const told: (readonly [file: string, isThere: boolean])[] = []
  const kinds = [
    deleteJobKind({ dataDirectory, onFileGone: file => told.push([file, existsSync(join(dataDirectory, file))]) }),
  ]
  const engine = createJobEngine({ ...store, kinds, clock: systemClock, log: silentLog, settings: defaultSettings })
  const job = { id: 'delete', kind: 'delete', resource: arnOf('taste'), subject: arnOf('taste'), payload: {} }
  const body = { artifact: { file: 'models/now' }, formerArtifact: { file: 'models/former' } }
  const changes: readonly Change[] = [
    { type: 'insert', record: record('solution', 'taste', { status: 'DELETE PENDING' }) },
    { type: 'insert', record: record('solution-version', 'taste/1', { parent: arnOf('taste'), body }) },
    {
      type: 'insert',
      record: record('solution-version', 'other/1', {
        parent: arnOf('other'),
        body: { artifact: { file: 'models/other' } },
      }),
    },
    { type: 'enqueue', job: { ...job, createdAtMs: 1, dueAtMs: 1 } },
  ]
  await store.records.transact(async () => ({ changes, result: undefined }))
  engine.start()
  while ((await store.queue.list(owner.account, owner.region)).length > 0) await new Promise(setImmediate)
  await engine.stop()
  assert.deepEqual(
    await Promise.all(
      ['taste', 'taste/1', 'other/1'].map(async path => (await store.records.get(arnOf(path))) !== undefined),
    ),
    [false, false, true],
  )
  assert.deepEqual(told, [
    ['models/now', true],
    ['models/former', true],
  ])
  assert.deepEqual(await readdir(join(dataDirectory, 'models')), ['other'])
  await store.close()
  await rm(dataDirectory, { recursive: true })
})
