/**
 * Job kind `import`: a dataset import job from CREATE PENDING to ACTIVE.
 *
 *     CREATE PENDING → CREATE IN_PROGRESS    once its dataset is ACTIVE; imports of a dataset run one after another
 *     CREATE IN_PROGRESS → ACTIVE            in one commit with the dataset's new list of segments
 *     CREATE IN_PROGRESS → CREATE FAILED     the reason says what to change; the former data stay in force
 *
 * FULL replaces the bulk segments, INCREMENTAL adds one; streamed segments stay in both. Files that leave the list stay on
 * disk until the next start sweeps them: a training that began before may still be reading them. An attempt that is
 * repeated writes under the same names, and the list is the truth, so nothing half-done is ever seen.
 */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { crashPoint } from '../base/crash-points.ts'
import { siblingModule } from '../base/sibling-module.ts'
import type { Settings } from '../config.ts'
import { parseSchema } from '../datasets/avro.ts'
import type { DatasetType } from '../datasets/dataset-schema.ts'
import type { Segment } from '../datasets/segment.ts'
import { type JobContext, JobFailure, type JobKind } from '../jobs/job-kind.ts'
import { launch } from '../jobs/launch.ts'
import { type Priority, priorityOfJobs } from '../jobs/priority.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { DatasetImportJobBody } from '../resources/dataset-import-job.ts'
import { isCreating } from '../resources/status.ts'
import type { BlobConfiguration } from '../storage/blob-access.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Job } from '../storage/job-queue.ts'
import { movedRecord } from '../storage/moved-record.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { parseS3Url } from '../storage/s3-url.ts'
import type { ImportResult, ImportSpec } from './import-objects.ts'

export interface ImportOptions {
  readonly settings: Settings
  readonly blobs: BlobConfiguration
  /** For the moment of a failure. */
  readonly clock?: Clock
}

const childModule = siblingModule(import.meta.url, './import-child')
const eventTypes: readonly DatasetType[] = ['INTERACTIONS', 'ACTION_INTERACTIONS']

/** How often a dataset that is still being created is looked at. */
const datasetPollMs = 50

const jobBody = bodyOf<DatasetImportJobBody>
const datasetBody = bodyOf<DatasetBody>

export const importJobKind = (options: ImportOptions): JobKind => ({
  name: 'import',
  lane: 'heavy',
  run: (job, context) => runImport(job, context, options),
  failed: async (job, failureReason, read) => {
    const record = await read.get(job.resource)
    if (!record || !isCreating(record.status)) return []
    const { clock = systemClock } = options
    return [movedRecord(record, 'CREATE FAILED', clock.nowMs(), { failureReason })]
  },
})

async function runImport(job: Job, context: JobContext, options: ImportOptions): Promise<void> {
  const { clock, signal } = context
  const { stateDelayMs } = options.settings
  if (stateDelayMs > 0) await clock.sleep(stateDelayMs, signal)
  await datasetIsReady(job, context)
  const spec = await begin(job, context, options)
  if (!spec) return context.finish(async () => [])
  const result = await inOwnProcess(spec, context, priorityOfJobs(options.settings))
  if (stateDelayMs > 0) await clock.sleep(stateDelayMs, signal)
  crashPoint('import.before-finish')
  await finish(job, context, result)
}

async function inOwnProcess(
  spec: ImportSpec,
  { signal, progress, log }: JobContext,
  priority: Priority,
): Promise<ImportResult> {
  try {
    return await launch<ImportSpec, ImportResult>({
      module: childModule,
      spec,
      priority,
      signal,
      onProgress: progress,
      log,
    })
  } finally {
    await rm(spec.workDirectory, { recursive: true, force: true })
  }
}

async function datasetIsReady(job: Job, { records, clock, signal }: JobContext): Promise<void> {
  for (;;) {
    const record = await records.get(job.resource)
    const dataset = record && (await records.get(jobBody(record).datasetArn))
    if (!dataset?.status?.startsWith('CREATE ') || dataset.status === 'CREATE FAILED') return
    await clock.sleep(datasetPollMs, signal)
  }
}

/** Undefined when the job is gone or over. */
const begin = (job: Job, { records, clock }: JobContext, options: ImportOptions): Promise<ImportSpec | undefined> =>
  records.transact(async read => {
    const record = await read.get(job.resource)
    if (!record || !isCreating(record.status)) return { changes: [], result: undefined }
    const result = await specOf(job, record, read, options)
    return { changes: [movedRecord(record, 'CREATE IN_PROGRESS', clock.nowMs())], result }
  })

async function specOf(
  job: Job,
  record: ResourceRecord,
  read: RecordReader,
  options: ImportOptions,
): Promise<ImportSpec> {
  const { settings, blobs } = options
  const { datasetArn, dataSource, roleArn } = jobBody(record)
  const dataset = await read.get(datasetArn)
  if (dataset?.status !== 'ACTIVE')
    throw new JobFailure(`The dataset ${datasetArn} was deleted before the import began.`)
  const { datasetType, schemaArn } = datasetBody(dataset)
  const schema = await read.get(schemaArn)
  if (!schema) throw new JobFailure(`The schema ${schemaArn} of the dataset no longer exists.`)
  const location = parseS3Url(dataSource.dataLocation ?? '')
  if (!location) throw new JobFailure('Invalid Data location.')
  const type = datasetType as DatasetType
  return {
    blobs,
    account: record.account,
    roleArn,
    location,
    datasetType: type,
    schema: parseSchema(schema.body.schema as string),
    dataDirectory: blobs.dataDirectory,
    segmentFile: `segments/${job.id}.parquet`,
    rejectsFile: `rejects/${job.id}.csv`,
    workDirectory: join(blobs.dataDirectory, 'work', `import-${job.id}-${job.attempts}`),
    memoryMb: settings.workMemoryMb,
    rejectShareMax: settings.importRejectShareMax,
    recordCountMin: eventTypes.includes(type) ? settings.importInteractionsMin : 1,
  }
}

async function finish(
  job: Job,
  { clock, finish: commit }: JobContext,
  { segment, report }: ImportResult,
): Promise<void> {
  await commit(async read => {
    const record = await read.get(job.resource)
    const dataset = record && (await read.get(jobBody(record).datasetArn))
    if (record?.status !== 'CREATE IN_PROGRESS') return []
    const nowMs = clock.nowMs()
    if (dataset?.status !== 'ACTIVE') {
      const failureReason = 'The dataset was deleted while the import ran.'
      return [movedRecord(record, 'CREATE FAILED', nowMs, { failureReason })]
    }
    const added: Segment = { ...segment, origin: 'bulk', importJobArn: record.arn, createdAtMs: nowMs }
    const kept = datasetBody(dataset).segments.filter(
      former => former.file !== added.file && (jobBody(record).importMode === 'INCREMENTAL' || former.origin === 'put'),
    )
    return [
      movedRecord(record, 'ACTIVE', nowMs, { report }),
      {
        type: 'update',
        record: { ...dataset, updatedAtMs: nowMs, body: { ...dataset.body, segments: [...kept, added] } },
      },
    ]
  })
}
