/**
 * Job kind `export`: a dataset export job from CREATE PENDING to ACTIVE. What was streamed is in the segments before it
 * begins (`withFoldedStreams`), and imports asked for earlier are over: they have the same subject.
 *
 *     CREATE PENDING → CREATE IN_PROGRESS    in one commit with the list of segments it reads
 *     CREATE IN_PROGRESS → ACTIVE            when every part is written
 *     CREATE IN_PROGRESS → CREATE FAILED     the reason says what to change
 *
 * The list makes an attempt that is repeated write the same parts under the same names; the files on it stay for as long
 * (`lifecycle/files-of.ts`), whatever is imported or folded meanwhile.
 */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { crashPoint } from '../base/crash-points.ts'
import { siblingModule } from '../base/sibling-module.ts'
import type { Settings } from '../config.ts'
import { parseSchema } from '../datasets/avro.ts'
import type { DatasetType } from '../datasets/dataset-schema.ts'
import { type JobContext, JobFailure, type JobKind } from '../jobs/job-kind.ts'
import { launch } from '../jobs/launch.ts'
import { type Priority, priorityOfJobs } from '../jobs/priority.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { DatasetExportJobBody } from '../resources/dataset-export-job.ts'
import { isCreating } from '../resources/status.ts'
import type { BlobConfiguration } from '../storage/blob-access.ts'
import type { BlobLocation } from '../storage/blobs.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Job } from '../storage/job-queue.ts'
import { movedRecord } from '../storage/moved-record.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { parseS3Url } from '../storage/s3-url.ts'
import type { ExportResult, ExportSpec } from './export-rows.ts'

export interface ExportOptions {
  readonly settings: Settings
  readonly blobs: BlobConfiguration
  /** For the moment of a failure. */
  readonly clock?: Clock
}

type Source = NonNullable<DatasetExportJobBody['source']>

const childModule = siblingModule(import.meta.url, './export-child')

const jobBody = bodyOf<DatasetExportJobBody>
const datasetBody = bodyOf<DatasetBody>
const isUnfinished = (record: ResourceRecord | undefined): record is ResourceRecord => isCreating(record?.status)

export const exportJobKind = (options: ExportOptions): JobKind => ({
  name: 'export',
  lane: 'heavy',
  run: (job, context) => runExport(job, context, options),
  failed: async (job, failureReason, read) => {
    const record = await read.get(job.resource)
    if (!isUnfinished(record)) return []
    return [
      movedRecord(record, 'CREATE FAILED', (options.clock ?? systemClock).nowMs(), {
        failureReason,
        source: undefined,
      }),
    ]
  },
})

async function runExport(job: Job, context: JobContext, options: ExportOptions): Promise<void> {
  const { clock, signal, finish } = context
  const { stateDelayMs } = options.settings
  if (stateDelayMs > 0) await clock.sleep(stateDelayMs, signal)
  const spec = await begin(job, context, options)
  if (!spec) return finish(async () => [])
  await inOwnProcess(spec, context, priorityOfJobs(options.settings))
  if (stateDelayMs > 0) await clock.sleep(stateDelayMs, signal)
  crashPoint('export.before-finish')
  await finish(async read => {
    const record = await read.get(job.resource)
    return isUnfinished(record) ? [movedRecord(record, 'ACTIVE', clock.nowMs(), { source: undefined })] : []
  })
}

async function inOwnProcess(
  spec: ExportSpec,
  { signal, progress, log }: JobContext,
  priority: Priority,
): Promise<void> {
  try {
    const order = { module: childModule, spec, priority, signal, onProgress: progress, log }
    const result = await launch<ExportSpec, ExportResult>(order)
    log.info({ ...result, folder: spec.folder }, 'wrote an export')
  } finally {
    await rm(spec.workDirectory, { recursive: true, force: true })
  }
}

/** Undefined when the job is gone or over. */
const begin = (job: Job, { records, clock }: JobContext, options: ExportOptions): Promise<ExportSpec | undefined> =>
  records.transact(async read => {
    const record = await read.get(job.resource)
    if (!isUnfinished(record)) return { changes: [], result: undefined }
    const dataset = await read.get(jobBody(record).datasetArn)
    if (dataset?.status !== 'ACTIVE') throw new JobFailure('The dataset was deleted before the export began.')
    const source = jobBody(record).source ?? (await sourceOf(dataset, jobBody(record), read))
    return {
      changes: [movedRecord(record, 'CREATE IN_PROGRESS', clock.nowMs(), { source })],
      result: specOf(job, record, source, datasetBody(dataset).datasetType, options),
    }
  })

/** Segments know where their rows came from, and folding joins streamed ones with streamed ones alone. */
async function sourceOf(
  dataset: ResourceRecord,
  { ingestionMode }: DatasetExportJobBody,
  read: RecordReader,
): Promise<Source> {
  const { segments, schemaArn } = datasetBody(dataset)
  const schema = await read.get(schemaArn)
  if (!schema) throw new JobFailure(`The schema ${schemaArn} of the dataset no longer exists.`)
  const taken = segments.filter(({ origin }) => ingestionMode === 'ALL' || origin === ingestionMode.toLowerCase())
  return { segments: taken.map(({ file }) => ({ file })), schema: schema.body.schema as string }
}

/** `<path>/<jobName>/`, with or without a slash at the end of the path [inferred: runtime page, 10, 33]. */
function folderOf(record: ResourceRecord): BlobLocation {
  const location = parseS3Url(jobBody(record).jobOutput.s3DataDestination.path)
  if (!location) throw new JobFailure('Invalid Data location.')
  const { bucket, key } = location
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`
  return { bucket, key: `${folder}${record.name}/` }
}

const specOf = (
  job: Job,
  record: ResourceRecord,
  { segments, schema }: Source,
  datasetType: DatasetType,
  { settings, blobs }: ExportOptions,
): ExportSpec => ({
  blobs,
  account: record.account,
  roleArn: jobBody(record).roleArn,
  folder: folderOf(record),
  kmsKeyArn: jobBody(record).jobOutput.s3DataDestination.kmsKeyArn,
  datasetType,
  schema: parseSchema(schema),
  files: segments.map(({ file }) => join(blobs.dataDirectory, file)),
  workDirectory: join(blobs.dataDirectory, 'work', `export-${job.id}-${job.attempts}`),
  memoryMb: settings.workMemoryMb,
})
