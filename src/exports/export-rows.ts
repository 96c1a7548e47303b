/**
 * The whole of an export inside its process: read the segments, write the parts, send them. What the customer must change
 * becomes a JobFailure. An attempt that is repeated reads the same segments and overwrites what the former one sent.
 */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crashPoint } from '../base/crash-points.ts'
import { columnNames, inDuckDb } from '../datasets/snapshot-engine.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { type BlobConfiguration, createBlobAccess } from '../storage/blob-access.ts'
import { BlobAccessDenied, type BlobLocation } from '../storage/blobs.ts'
import type { Progress } from '../storage/job-queue.ts'
import { emptyOlderParts, partBytesMax, partsIn, sendParts, writeParts } from './export-parts.ts'
import { type ExportSource, exportedSql } from './export-sql.ts'

export interface ExportSpec extends ExportSource {
  readonly blobs: BlobConfiguration
  readonly account: string
  readonly roleArn: string
  /** Ends in a slash: the folder of this export. */
  readonly folder: BlobLocation
  readonly kmsKeyArn?: string | undefined
  /** Absolute; this attempt's own. */
  readonly workDirectory: string
  readonly memoryMb: number
  /** Absent: 64 MiB. */
  readonly partBytesMax?: number
}

export interface ExportResult {
  readonly rowCount: number
  readonly partCount: number
}

type Report = (progress: Progress) => void

const headerOf = ({ schema }: ExportSpec): string => schema.columns.map(({ name }) => name).join(',')

async function send(spec: ExportSpec, parts: readonly string[], report: Report): Promise<void> {
  const blobs = createBlobAccess(spec.blobs).forRole(spec.account, spec.roleArn)
  const progress = { total: parts.length, unit: 'parts', note: 'writing objects' }
  try {
    const write = { blobs, folder: spec.folder, options: { kmsKeyArn: spec.kmsKeyArn } }
    await sendParts(write, parts, done => report({ ...progress, done }))
    await emptyOlderParts(write, parts.length, headerOf(spec))
  } catch (error) {
    if (!(error instanceof BlobAccessDenied)) throw error
    const where = `s3://${spec.folder.bucket}/${spec.folder.key}`
    throw new JobFailure(
      `Failed to create a dataset export job for ${spec.datasetType} dataset. Insufficient privileges for writing to ${where}.`,
    )
  }
}

export async function exportRows(spec: ExportSpec, report: Report): Promise<ExportResult> {
  crashPoint('export.started')
  const directory = join(spec.workDirectory, 'parts')
  await mkdir(spec.workDirectory, { recursive: true })
  report({ done: 0, unit: 'rows', note: 'reading rows' })
  const bounds = { temporaryDirectory: spec.workDirectory, memoryMb: spec.memoryMb }
  const rowCount = await inDuckDb(bounds, async connection => {
    const rows = exportedSql(spec, new Set(await columnNames(connection, spec.files)))
    return writeParts(connection, rows, directory, spec.partBytesMax ?? partBytesMax)
  })
  const parts = await partsIn(directory)
  await send(spec, parts, report)
  return { rowCount, partCount: parts.length }
}
