/** The job in a real engine over a real store, with its real child process. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { writeRingSegment } from '../../test/fixtures/data/ring-segment.ts'
import { createFakeClock } from '../../test/fixtures/inside/fake-clock.ts'
import { readArtifact } from '../artifacts/reader.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { silentLog } from '../base/log.ts'
import { defaultSettings, type Settings } from '../config.ts'
import { createJobEngine, type JobEngine } from '../jobs/engine.ts'
import { recipeArn } from '../recipes/recipe.ts'
import type { ResourceKind, ResourceRecord } from '../storage/records.ts'
import { openSqlite, type SqliteStore } from '../storage/sqlite/open-sqlite.ts'
import { trainingJobKind } from './training-job.ts'

const group = 'arn:aws:personalize:us-east-1:000000000000:dataset-group/ring'
const versionArn = 'arn:aws:personalize:us-east-1:000000000000:solution/ring/01234567'

let directory = ''
let store: SqliteStore
let engine: JobEngine | undefined

const record = (kind: ResourceKind, arn: string, body: Record<string, unknown>, status = 'ACTIVE'): ResourceRecord => ({
  arn,
  kind,
  account: '000000000000',
  region: 'us-east-1',
  name: 'ring',
  parent: group,
  group,
  status,
  createdAtMs: 1,
  updatedAtMs: 1,
  version: 0,
  body,
})

async function begin(
  settings: Partial<Settings> = {},
  version: Record<string, unknown> = {},
  parent = group,
  clock: Clock = systemClock,
): Promise<void> {
  const segments = [{ file: 'segments/ring.parquet', rowCount: 1200, byteCount: 1, origin: 'bulk', createdAtMs: 1 }]
  const dataset = record('dataset', `${group}/INTERACTIONS`, { datasetType: 'INTERACTIONS', segments })
  const body = { recipeArn: recipeArn('aws-sims'), datasetGroupArn: group, ...version }
  const job = {
    id: 'job-1',
    kind: 'training',
    resource: versionArn,
    subject: versionArn,
    payload: {},
    createdAtMs: 1,
    dueAtMs: 1,
  }
  await store.records.transact(async () => ({
    changes: [
      { type: 'insert', record: dataset },
      { type: 'insert', record: { ...record('solution-version', versionArn, body, 'CREATE PENDING'), parent } },
      { type: 'enqueue', job },
    ],
    result: undefined,
  }))
  // Beside other tests idle time may be none.
  const all = { ...defaultSettings, jobPriority: 'low', ...settings }
  const kinds = [trainingJobKind({ dataDirectory: directory, settings: all })]
  engine = createJobEngine({ ...store, kinds, clock, log: silentLog, settings: all })
  engine.start()
}

/** Looks until the version is in one of the states; every look is a read of the store. */
async function versionIn(...statuses: readonly string[]): Promise<ResourceRecord> {
  for (;;) {
    const version = await store.records.get(versionArn)
    if (version && statuses.includes(version.status ?? '')) return version
    await new Promise(setImmediate)
  }
}

const jobsLeft = () => store.queue.list('000000000000', 'us-east-1')

describe('training job', () => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-training-job-'))
    await mkdir(join(directory, 'segments'))
    await writeRingSegment(join(directory, 'segments/ring.parquet'), { userCount: 100, length: 12 })
    store = await openSqlite(directory)
  })
  afterEach(async () => {
    await engine?.stop()
    engine = undefined
    await store.close()
    await rm(directory, { recursive: true })
  })

  test('a version becomes ACTIVE with metrics, hours and a model that its checksum fits', async () => {
    await begin()
    const { status, body, updatedAtMs } = await versionIn('ACTIVE', 'CREATE FAILED')
    assert.equal(status, 'ACTIVE', String(body.failureReason))
    const artifact = body.artifact as { file: string; checksum: string }
    assert.equal(
      (await readArtifact(join(directory, artifact.file), artifact.checksum)).description.kind,
      'related-items',
    )
    assert.ok(Number(body.trainingHours) > 0)
    assert.equal(Object.keys(body.metrics as object).length, 8)
    assert.ok(updatedAtMs > 1)
    assert.deepEqual(await jobsLeft(), [])
    assert.deepEqual(await readdir(join(directory, 'work')), [])
  })

  test('a search ends in tuned parameters, and an AutoML version names its recipe and tells the solution', async () => {
    const solutionArn = 'arn:aws:personalize:us-east-1:000000000000:solution/ring'
    const solution = record('solution', solutionArn, { performAutoML: true })
    await store.records.transact(async () => ({ changes: [{ type: 'insert', record: solution }], result: undefined }))
    const hpoConfig = { hpoResourceConfig: { maxNumberOfTrainingJobs: '2' } }
    const recipeList = ['aws-popularity-count', 'aws-user-personalization-v2'].map(recipeArn)
    const config = { solutionConfig: { hpoConfig, autoMLConfig: { recipeList } } }
    await begin({ sequenceMinutes: 0 }, { ...config, recipeArn: undefined, performAutoML: true }, solutionArn)
    const { status, body } = await versionIn('ACTIVE', 'CREATE FAILED')
    assert.equal(status, 'ACTIVE', String(body.failureReason))
    assert.equal(body.recipeArn, recipeArn('aws-user-personalization-v2'))
    const told = (await store.records.get(solutionArn))?.body.autoMLResult
    assert.deepEqual(told, { bestRecipeArn: recipeArn('aws-user-personalization-v2') })
    await engine?.stop()
    assert.deepEqual(await readdir(join(directory, 'searches')), [])
    assert.equal(body.searchLog, undefined)
  })

  test('HPO: the values that won are told', async () => {
    const hpoConfig = { hpoResourceConfig: { maxNumberOfTrainingJobs: '2' } }
    await begin({}, { performHPO: true, solutionConfig: { hpoConfig } })
    const { status, body } = await versionIn('ACTIVE', 'CREATE FAILED')
    assert.equal(status, 'ACTIVE', String(body.failureReason))
    const { algorithmHyperParameters: tuned } = body.tunedHPOParams as { algorithmHyperParameters: object }
    assert.deepEqual(Object.keys(tuned), ['popularity_discount_factor', 'min_cointeraction_count'])
  })

  test('an update keeps the metrics of the FULL version it carries on', async () => {
    const full = { trainingMode: 'FULL', metrics: { coverage: 0.1234 } }
    await store.records.transact(async () => ({
      changes: [{ type: 'insert', record: record('solution-version', `${versionArn}0`, full) }],
      result: undefined,
    }))
    await begin({}, { recipeArn: recipeArn('aws-user-personalization'), trainingMode: 'UPDATE' })
    assert.deepEqual((await versionIn('ACTIVE', 'CREATE FAILED')).body.metrics, full.metrics)
  })

  test('too little data: CREATE FAILED with a reason, at once, and no model', async () => {
    await begin({ trainUsersMin: 101 })
    const { status, body } = await versionIn('ACTIVE', 'CREATE FAILED')
    assert.equal(status, 'CREATE FAILED')
    assert.equal(
      body.failureReason,
      'Create failed. Dataset has fewer than 101 users with at least 2 interactions each.',
    )
    assert.deepEqual(await jobsLeft(), [])
    await assert.rejects(readdir(join(directory, 'models')), { code: 'ENOENT' })
  })

  test('a recipe that is not trained yet fails with a reason', async () => {
    await begin({}, { recipeArn: recipeArn('aws-item-affinity') })
    const { body } = await versionIn('CREATE FAILED')
    assert.match(String(body.failureReason), /does not train aws-item-affinity yet. Choose among .*aws-sims/)
  })

  test('a stopped version is let go: the child ends, nothing is left behind', async () => {
    await begin({ stateDelayMs: 3_600_000 })
    const pending = await store.records.get(versionArn)
    await store.records.transact(async () => ({
      changes: [
        { type: 'update', record: { ...pending!, status: 'CREATE STOPPED' } },
        { type: 'cancel-jobs', resource: versionArn, kinds: ['training'] },
      ],
      result: undefined,
    }))
    engine!.changed()
    while ((await jobsLeft()).length > 0) await new Promise(setImmediate)
    assert.equal((await store.records.get(versionArn))?.status, 'CREATE STOPPED')
  })

  test('a version that was deleted meanwhile ends the job quietly', async () => {
    await begin({}, {})
    const version = await versionIn('ACTIVE')
    await store.records.transact(async () => ({
      changes: [
        { type: 'remove', record: version },
        {
          type: 'enqueue',
          job: {
            id: 'job-2',
            kind: 'training',
            resource: versionArn,
            subject: versionArn,
            payload: {},
            createdAtMs: 1,
            dueAtMs: 1,
          },
        },
      ],
      result: undefined,
    }))
    engine!.changed()
    while ((await jobsLeft()).length > 0) await new Promise(setImmediate)
    assert.equal(await store.records.get(versionArn), undefined)
  })

  /** States are stretched by a clock that stands still, so that a version in training stays so until it is turned. */
  async function inTraining(): Promise<ResourceRecord> {
    const clock = createFakeClock()
    const stateDelayMs = 1000
    await begin({ stateDelayMs }, {}, group, clock)
    await engine!.quiet()
    await clock.advance(stateDelayMs)
    return versionIn('CREATE IN_PROGRESS')
  }

  async function stopped(running: ResourceRecord): Promise<void> {
    await store.records.transact(async () => ({
      changes: [
        { type: 'update', record: { ...running, status: 'CREATE STOPPING' } },
        { type: 'cancel-jobs', resource: versionArn, kinds: ['training'] },
      ],
      result: undefined,
    }))
    engine!.changed()
    while ((await jobsLeft()).length > 0) await new Promise(setImmediate)
    assert.equal((await store.records.get(versionArn))?.status, 'CREATE STOPPING')
    assert.deepEqual(await readdir(join(directory, 'work')), [])
    assert.deepEqual(await models(), [])
  }

  const models = () => readdir(join(directory, 'models')).catch(() => [])

  test('a version stopped as it begins to train leaves no model', async () => stopped(await inTraining()))

  test('a version stopped while trials are under way side by side ends all of them', async () => {
    await writeRingSegment(join(directory, 'segments/ring.parquet'), { userCount: 1000, length: 12 })
    const asked = { recipeArn: recipeArn('aws-user-personalization'), performHPO: true }
    await begin({ trainingThreads: 2, sequenceMinutes: 0 }, asked)
    const noteOf = async () => (await jobsLeft())[0]?.progress?.note ?? ''
    while (!/trial \d.*trial \d/.test(await noteOf())) await new Promise(setImmediate)
    await stopped(await versionIn('CREATE IN_PROGRESS'))
  })

  test('a version stopped when its model is written leaves none either', async () => {
    const running = await inTraining()
    await engine!.quiet()
    assert.equal((await models()).length, 1)
    await stopped(running)
  })
})
