import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { silentLog } from '../base/log.ts'
import type { ResourceRecord } from '../storage/records.ts'
import { openSqlite } from '../storage/sqlite/open-sqlite.ts'
import { sweep } from './sweep.ts'

const record = (kind: ResourceRecord['kind'], account: string, body: object): ResourceRecord => ({
  arn: `arn:aws:personalize:us-east-1:${account}:${kind}/x`,
  kind,
  account,
  region: 'us-east-1',
  name: 'x',
  parent: null,
  group: null,
  status: 'ACTIVE',
  createdAtMs: 0,
  updatedAtMs: 0,
  version: 0,
  body: { ...body },
})

const openStore = async (context: TestContext) => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'attune-sweep-'))
  const { records, close } = await openSqlite(dataDirectory)
  context.after(async () => {
    await close()
    await rm(dataDirectory, { recursive: true })
  })
  return { dataDirectory, records }
}

test('what a record of any account names stays; the rest and everything temporary goes', async context => {
  const { dataDirectory, records } = await openStore(context)
  const put = async (folder: string, ...names: string[]) => {
    await mkdir(join(dataDirectory, folder), { recursive: true })
    for (const name of names) await writeFile(join(dataDirectory, folder, name), '')
  }
  await put('segments', 'kept.parquet', 'left.parquet')
  await put('models', 'kept.artifact', 'half.artifact.tmp')
  await put('work/training-1', 'spill')
  await put('rejects', 'job.csv')
  await put('segments', 'being-exported.parquet')
  const inserted = [
    record('dataset-export-job', '000000000000', {
      source: { segments: [{ file: 'segments/being-exported.parquet' }] },
    }),
    record('dataset', '000000000000', { segments: [{ file: 'segments/kept.parquet' }] }),
    record('dataset', '111111111111', { segments: [] }),
    record('solution-version', '111111111111', { artifact: { file: 'models/kept.artifact' } }),
  ]
  const changes = inserted.map(record => ({ type: 'insert', record }) as const)
  await records.transact(async () => ({ changes, result: undefined }))
  assert.equal(await sweep({ dataDirectory, records, log: silentLog }), 3)
  const left = async (folder: string) => (await readdir(join(dataDirectory, folder))).sort()
  assert.deepEqual(
    [await left('segments'), await left('models'), await left('work'), await left('rejects')],
    [['being-exported.parquet', 'kept.parquet'], ['kept.artifact'], [], ['job.csv']],
  )
})

test('a fresh data directory has nothing to sweep', async context => {
  const { dataDirectory, records } = await openStore(context)
  assert.equal(await sweep({ dataDirectory, records, log: silentLog }), 0)
})
