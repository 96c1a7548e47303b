/**
 * The whole of an import inside its process: find the objects, read them, write the segment and the report. What the
 * customer must change becomes a JobFailure; nothing of a failed import is left behind but its report.
 */

import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { crashPoint } from '../base/crash-points.ts'
import { makeLastingFolder, syncPath } from '../base/sync-path.ts'
import { columnPositions, headerNames, missingColumns } from '../datasets/csv-header.ts'
import type { DatasetSchema, DatasetType } from '../datasets/dataset-schema.ts'
import type { Segment } from '../datasets/segment.ts'
import { keyColumn } from '../datasets/segment-sql.ts'
import { inDuckDb } from '../datasets/snapshot-engine.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { type BlobConfiguration, createBlobAccess } from '../storage/blob-access.ts'
import { BlobAccessDenied, type BlobEntry, type BlobLocation, type Blobs } from '../storage/blobs.ts'
import type { Progress } from '../storage/job-queue.ts'
import { UnclosedQuote } from './csv-normaliser.ts'
import { type FetchedObject, fetchObject } from './fetch-objects.ts'
import { type Normalised, normaliseFile } from './normalise-file.ts'
import { lengthFaults } from './row-checks.ts'
import { directSource, normalisedSource, type SourceFile } from './row-source.ts'
import { type Checked, type Offender, type SegmentOrder, writeChecked, writeDirect } from './write-segment.ts'

export interface ImportSpec {
  readonly blobs: BlobConfiguration
  readonly account: string
  readonly roleArn: string | undefined
  readonly location: BlobLocation
  readonly datasetType: DatasetType
  readonly schema: DatasetSchema
  readonly dataDirectory: string
  /** Paths below the data directory. */
  readonly segmentFile: string
  readonly rejectsFile: string
  /** Absolute; this import's own. */
  readonly workDirectory: string
  readonly memoryMb: number
  readonly rejectShareMax: number
  readonly recordCountMin: number
}

export interface ImportResult {
  readonly segment: Pick<Segment, 'file' | 'rowCount' | 'byteCount'>
  readonly report: { readonly rowCount: number; readonly rejectedCount: number; readonly rejectsFile?: string }
}

type Report = (progress: Progress) => void

const guideUrl = 'https://docs.aws.amazon.com/personalize/latest/dg/data-prep-formatting.html'

async function findObjects(blobs: Blobs, spec: ImportSpec): Promise<readonly BlobEntry[]> {
  try {
    const entries = await blobs.list(spec.location)
    if (entries.length > 0) return entries
  } catch (error) {
    if (!(error instanceof BlobAccessDenied)) throw error
    throw new JobFailure(
      `Failed to create a data import job for ${spec.datasetType} dataset. Insufficient privileges for accessing data in Amazon S3.`,
    )
  }
  throw new JobFailure(
    `There is no object at s3://${spec.location.bucket}/${spec.location.key}. Put it there, or correct dataLocation.`,
  )
}

/** Counts bytes over all objects and says so now and then. */
function byteProgress(report: Report, total: number, note: string): (byteCount: number) => void {
  let done = 0
  let told = 0
  return byteCount => {
    done += byteCount
    if (done - told < 8 * 1024 * 1024 && done < total) return
    told = done
    report({ done, total, unit: 'bytes', note })
  }
}

const headerBytesMax = 65_536

async function headerOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(headerBytesMax)
    const { bytesRead } = await file.read(buffer, 0, headerBytesMax, 0)
    return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0] ?? ''
  } finally {
    await file.close()
  }
}

async function sourceFile({ key, path }: FetchedObject, schema: DatasetSchema): Promise<SourceFile> {
  const header = await headerOf(path)
  const missing = missingColumns(header, schema)
  if (missing.length > 0) {
    throw new JobFailure(`Input csv is missing the following columns: [${missing.join(', ')}] (file ${key})`)
  }
  const positions = columnPositions(header, schema) as readonly number[]
  return { key, path, cellCount: headerNames(header).length, positions }
}

async function normaliseAll(
  files: readonly SourceFile[],
  spec: ImportSpec,
  report: Report,
): Promise<Normalised & { readonly files: readonly SourceFile[] }> {
  const sizes = await Promise.all(files.map(async file => (await stat(file.path)).size))
  const onBytes = byteProgress(
    report,
    sizes.reduce((one, other) => one + other, 0),
    'reading rows',
  )
  const normalised: SourceFile[] = []
  let rowCount = 0
  let hasMarks = false
  for (const [number, file] of files.entries()) {
    const path = join(spec.workDirectory, `${number}.rows`)
    try {
      const found = await normaliseFile(file.path, path, file, onBytes)
      rowCount += found.rowCount
      hasMarks ||= found.hasMarks
    } catch (error) {
      if (error instanceof UnclosedQuote)
        throw new JobFailure(`File ${file.key}, ${error.message}. Close it, or escape the quote as \\".`)
      throw error
    }
    normalised.push({ ...file, path })
  }
  return { files: normalised, rowCount, hasMarks }
}

const told = ({ file, line, column, value, expected }: Offender): string =>
  column === ''
    ? `file ${file}, line ${line}: expected ${expected}`
    : `file ${file}, line ${line}, column ${column}: expected ${expected}, found ${JSON.stringify(value.slice(0, 60))}`

function judge({ rejectedCount, firstOffenders }: Checked, rowCount: number, spec: ImportSpec): void {
  if (rejectedCount === 0) return
  const first = firstOffenders.find(({ expected }) => lengthFaults.includes(expected))
  if (first) {
    throw new JobFailure(
      `Length cannot be more than ${first.expected.replace(/\D/g, '')} characters for ${first.column}. If no values exceed the ` +
        `character limit, make sure your data follows the formatting guidelines listed in ${guideUrl}. First: ${told(first)}.`,
    )
  }
  if (rejectedCount < rowCount && rejectedCount <= rowCount * spec.rejectShareMax) return
  throw new JobFailure(
    `${rejectedCount} of ${rowCount} rows do not fit the schema, more than the allowed share of ${spec.rejectShareMax}: ` +
      `${firstOffenders.map(told).join('; ')}. All of them: ${spec.rejectsFile} in the data directory.`,
  )
}

async function written(
  connection: DuckDBConnection,
  objects: readonly FetchedObject[],
  spec: ImportSpec,
  temporary: string,
  report: Report,
): Promise<{ checked: Checked; total: number }> {
  const files = await Promise.all(objects.map(object => sourceFile(object, spec.schema)))
  const order: SegmentOrder = { connection, path: temporary, key: nameInSchema(spec) }
  if (objects.every(object => object.isPlain)) {
    report({ done: 0, unit: 'rows', note: 'checking and writing rows' })
    const rowCount = await writeDirect(order, directSource(files, spec.schema))
    if (rowCount !== undefined) return { checked: { rowCount, rejectedCount: 0, firstOffenders: [] }, total: rowCount }
  }
  const normalised = await normaliseAll(files, spec, report)
  report({ done: 0, total: normalised.rowCount, unit: 'rows', note: 'checking and writing rows' })
  const rejectsPath = join(spec.dataDirectory, spec.rejectsFile)
  const checked = await writeChecked(
    order,
    normalisedSource(normalised.files, spec.schema, normalised.hasMarks),
    rejectsPath,
  )
  judge(checked, normalised.rowCount, spec)
  return { checked, total: normalised.rowCount }
}

/** The key column as the schema spells it. */
function nameInSchema({ datasetType, schema }: ImportSpec): string | undefined {
  const key = keyColumn(datasetType)
  return schema.columns.find(column => column.name.toUpperCase() === key)?.name
}

/** From here on the file is there under its name, whatever happens to the machine. */
async function publish(temporary: string, path: string): Promise<void> {
  await syncPath(temporary)
  crashPoint('import.segment-written')
  await rename(temporary, path)
  await syncPath(dirname(path))
  crashPoint('import.segment-renamed')
}

function checkCount({ rowCount }: Checked, spec: ImportSpec): void {
  if (rowCount >= spec.recordCountMin) return
  throw new JobFailure(
    `Input csv has ${rowCount} rows, fewer than the minimum of ${spec.recordCountMin}. ` +
      'Import more records at once, or lower the setting importInteractionsMin for local development.',
  )
}

export async function importObjects(spec: ImportSpec, report: Report): Promise<ImportResult> {
  crashPoint('import.started')
  for (const file of [spec.segmentFile, spec.rejectsFile]) {
    await makeLastingFolder(dirname(join(spec.dataDirectory, file)))
  }
  await mkdir(spec.workDirectory, { recursive: true })
  const blobs = createBlobAccess(spec.blobs).forRole(spec.account, spec.roleArn)
  const entries = await findObjects(blobs, spec)
  const onBytes = byteProgress(
    report,
    entries.reduce((sum, entry) => sum + entry.byteCount, 0),
    'reading objects',
  )
  const objects: FetchedObject[] = []
  for (const [number, entry] of entries.entries()) {
    objects.push(await fetchObject(blobs, entry, { directory: spec.workDirectory, number }, onBytes))
  }
  const temporary = join(spec.workDirectory, `segment-${process.pid}.parquet`)
  const bounds = { temporaryDirectory: spec.workDirectory, memoryMb: spec.memoryMb }
  const { checked, total } = await inDuckDb(bounds, async connection => {
    await connection.run('set preserve_insertion_order = true; set threads = 2')
    return written(connection, objects, spec, temporary, report)
  })
  checkCount(checked, spec)
  const path = join(spec.dataDirectory, spec.segmentFile)
  await publish(temporary, path)
  const { size: byteCount } = await stat(path)
  const { rejectedCount, rowCount } = checked
  if (rejectedCount === 0) await rm(join(spec.dataDirectory, spec.rejectsFile), { force: true })
  return {
    segment: { file: spec.segmentFile, rowCount, byteCount },
    report: { rowCount: total, rejectedCount, ...(rejectedCount > 0 ? { rejectsFile: spec.rejectsFile } : {}) },
  }
}
