/**
 * Job kind `training`: a solution version from CREATE PENDING to ACTIVE.
 *
 *     CREATE PENDING → CREATE IN_PROGRESS    what to train on is read in the same transaction, so that a version never
 *                                            sees half an import; a later attempt reads it anew
 *     CREATE IN_PROGRESS → ACTIVE            with metrics and artifact, after the file is synced
 *     CREATE IN_PROGRESS → CREATE FAILED     the reason says what to change
 *     CREATE STOPPING → CREATE STOPPED       by the `settle` job behind this one; this one only lets go
 *
 * The file is named by job and attempt: an attempt that lost its lease cannot replace the file of the one that took over.
 * Files that no version names are swept at the next start.
 */

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { crashPoint } from '../base/crash-points.ts'
import { siblingModule } from '../base/sibling-module.ts'
import type { Settings } from '../config.ts'
import { segmentFilesOf } from '../datasets/new-data.ts'
import type { JobContext, JobKind } from '../jobs/job-kind.ts'
import { launch } from '../jobs/launch.ts'
import { priorityOfJobs } from '../jobs/priority.ts'
import { isCreating } from '../resources/status.ts'
import type { Job } from '../storage/job-queue.ts'
import { movedRecord } from '../storage/moved-record.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import type { TrainingResult, TrainingSpec } from './train.ts'
import { type TrainingPlaces, trainingSpec } from './training-spec.ts'

interface TrainingOptions {
  readonly dataDirectory: string
  readonly settings: Settings
  /** For the moment of a failure. */
  readonly clock?: Clock
}

const childModule = siblingModule(import.meta.url, './training-child')

export const trainingJobKind = (options: TrainingOptions): JobKind => ({
  name: 'training',
  lane: 'heavy',
  run: (job, context) => runTraining(job, context, options),
  failed: async (job, reason, read) => {
    const record = await read.get(job.resource)
    if (record === undefined || !isCreating(record.status)) return []
    const { clock = systemClock } = options
    return [movedRecord(record, 'CREATE FAILED', clock.nowMs(), { failureReason: reason })]
  },
})

async function runTraining(job: Job, context: JobContext, options: TrainingOptions): Promise<void> {
  const { stateDelayMs } = options.settings
  const places = placesOf(job, options.dataDirectory)
  await waitWhilePending(job, context, stateDelayMs)
  const startedAtMs = context.clock.nowMs()
  const spec = await begin(job, context, places, options.settings)
  if (spec === undefined) return context.finish(async () => [])
  await mkdir(places.workDirectory, { recursive: true })
  let isModelNamed = false
  try {
    const { signal, progress, log } = context
    const result = await launch<TrainingSpec, TrainingResult>({
      module: childModule,
      spec,
      priority: priorityOfJobs(options.settings),
      signal,
      onProgress: progress,
      log,
    })
    if (stateDelayMs > 0) await context.clock.sleep(stateDelayMs, signal)
    crashPoint('training.before-finish')
    isModelNamed = await finish(job, context, places, result, startedAtMs)
    if (result.found) await rm(join(places.dataDirectory, places.searchFile), { force: true })
  } finally {
    await rm(places.workDirectory, { recursive: true, force: true })
    // The child may have written its model before the version was stopped.
    if (!isModelNamed) await rm(join(places.dataDirectory, places.artifactFile), { force: true })
  }
}

const placesOf = (job: Job, dataDirectory: string): TrainingPlaces => ({
  dataDirectory,
  artifactFile: `models/${job.id}-${job.attempts}.artifact`,
  searchFile: `searches/${job.id}.json`,
  workDirectory: join(dataDirectory, 'work', `training-${job.id}-${job.attempts}`),
})

async function waitWhilePending(job: Job, { records, clock, signal }: JobContext, delayMs: number): Promise<void> {
  const record = delayMs > 0 ? await records.get(job.resource) : undefined
  if (record?.status === 'CREATE PENDING') await clock.sleep(delayMs, signal)
}

/** Undefined when the version is gone, being deleted or stopped. */
const begin = (
  job: Job,
  { records, clock }: JobContext,
  places: TrainingPlaces,
  settings: Settings,
): Promise<TrainingSpec | undefined> =>
  records.transact(async read => {
    const record = await read.get(job.resource)
    if (record === undefined || !isCreating(record.status)) return { changes: [], result: undefined }
    const result = await trainingSpec(read, record, places, settings)
    const trainedOn = await segmentFilesOf(read, record, String(record.body.datasetGroupArn))
    const members = { trainedOn, ...(result.search && { searchLog: { file: places.searchFile } }) }
    return { changes: [movedRecord(record, 'CREATE IN_PROGRESS', clock.nowMs(), members)], result }
  })

/** True when the version names the model from now on. */
async function finish(
  job: Job,
  context: JobContext,
  places: TrainingPlaces,
  result: TrainingResult,
  startedAtMs: number,
): Promise<boolean> {
  let isWanted = false
  await context.finish(async read => {
    const record = await read.get(job.resource)
    isWanted = record?.status === 'CREATE IN_PROGRESS'
    if (record === undefined || !isWanted) return []
    const nowMs = context.clock.nowMs()
    const { searchLog: _, ...body } = record.body
    const members = {
      trainingHours: hours(nowMs - startedAtMs),
      metrics: body.trainingMode === 'UPDATE' ? await metricsOfFull(read, record) : result.metrics,
      ...(result.choices && { choices: result.choices }),
      ...foundMembers(result, body),
      artifact: { file: places.artifactFile, checksum: result.checksum },
    }
    return [movedRecord({ ...record, body }, 'ACTIVE', nowMs, members), ...(await bestRecipe(read, record, result))]
  })
  return isWanted
}

/** What a search found, as the version tells it. */
function foundMembers({ found }: TrainingResult, { performHPO, performAutoML }: ResourceRecord['body']) {
  if (found === undefined) return {}
  const tunedHPOParams = { algorithmHyperParameters: found.tuned }
  return {
    ...(performHPO || Object.keys(found.tuned).length > 0 ? { tunedHPOParams } : {}),
    ...(performAutoML ? { recipeArn: found.recipeArn } : {}),
  }
}

/** The solution of an AutoML version tells which recipe was best [doc]. */
async function bestRecipe(
  read: RecordReader,
  { parent, body }: ResourceRecord,
  { found }: TrainingResult,
): Promise<readonly Change[]> {
  const solution = found && body.performAutoML && parent !== null ? await read.get(parent) : undefined
  if (solution === undefined || found === undefined) return []
  const told = { ...solution.body, autoMLResult: { bestRecipeArn: found.recipeArn } }
  return [{ type: 'update', record: { ...solution, body: told } }]
}

/** An update carries a FULL version on, and its metrics with it [inferred: control-plane page, section 16]. */
async function metricsOfFull(read: RecordReader, { account, region, parent }: ResourceRecord): Promise<unknown> {
  const scope = { kind: 'solution-version', account, region, statuses: ['ACTIVE'], order: 'newest' } as const
  const versions = await read.list(parent === null ? scope : { ...scope, parent })
  return versions.find(({ body }) => body.trainingMode === 'FULL')?.body.metrics ?? {}
}

/** To a thousandth, upwards: a finished training took time. */
const hours = (elapsedMs: number): number => Math.max(1, Math.ceil(elapsedMs / 3600)) / 1000
