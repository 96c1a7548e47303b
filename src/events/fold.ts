/**
 * Brings a stream from the log into the dataset's segments: rows out of the log, a Parquet file, one commit that lists the
 * file and says how far the stream is in it, and only then the log lets go of them. A crash anywhere leaves them in the log
 * or in a listed segment, never in both as far as anybody counts, for readers start where `foldedThrough` says.
 *
 * Small streamed segments at the end of the list are taken into the new one, so that a stream that never ends leaves few
 * files: each row is written again about as often as the count of rows can be halved.
 */

import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { crashPoint } from '../base/crash-points.ts'
import { randomUuid } from '../base/random.ts'
import type { Segment } from '../datasets/segment.ts'
import { parseArn } from '../resources/arn.ts'
import { isDeleting } from '../resources/status.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { Records, ResourceRecord } from '../storage/records.ts'
import { type ProfileType, profileTypes } from './apply-rows.ts'
import { writeFoldedSegment } from './fold-segment.ts'
import { schemaOf, sourceBodyOf, streamOf } from './group-source.ts'

export interface FoldParts {
  readonly dataDirectory: string
  readonly records: Records
  readonly eventLog: EventLog
  readonly clock: Clock
  readonly memoryMb: number
}

export interface Folding {
  /** Resolves when everything acknowledged before the call is in the segments of the dataset. */
  dataset(datasetArn: string): Promise<void>
  /** The same for all datasets of a group. */
  group(datasetGroupArn: string): Promise<void>
}

/** The streamed segments at the end of the list that are not much larger than what comes behind them. */
export function segmentsToMerge(segments: readonly Segment[], rowCount: number): readonly Segment[] {
  let first = segments.length
  let rows = rowCount
  while (first > 0 && segments[first - 1]?.origin === 'put' && (segments[first - 1]?.rowCount ?? 0) <= rows * 2) {
    first--
    rows += segments[first]?.rowCount ?? 0
  }
  return segments.slice(first)
}

interface Rows {
  readonly count: number
  readonly through: number
}

/** Writes the rows of a stream behind a sequence into a file, one per line. */
async function writeRows(eventLog: EventLog, stream: string, after: number, path: string): Promise<Rows> {
  const file = await open(path, 'w')
  let count = 0
  let through = after
  try {
    for await (const entries of eventLog.read(stream, after)) {
      // A payload is a row per line already.
      await file.appendFile(entries.map(({ payload }) => `${payload}\n`).join(''))
      for (const { payload } of entries) count += payload.split('\n').length
      through = entries.at(-1)?.sequence ?? through
    }
  } finally {
    await file.close()
  }
  return { count, through }
}

export function createFolding(parts: FoldParts): Folding {
  const { dataDirectory, records, eventLog, clock, memoryMb } = parts
  const turns = new Map<string, Promise<unknown>>()

  async function commit(dataset: ResourceRecord, added: Segment, merged: readonly Segment[], through: number) {
    return records.transact(async read => {
      const now = await read.get(dataset.arn)
      const { segments, foldedThrough } = now ? sourceBodyOf(now) : { segments: [], foldedThrough: undefined }
      const names = new Set(merged.map(({ file }) => file))
      const isAsBefore =
        now?.createdAtMs === dataset.createdAtMs &&
        !isDeleting(now.status) &&
        foldedThrough === sourceBodyOf(dataset).foldedThrough &&
        segments.filter(({ file }) => names.has(file)).length === merged.length
      if (!now || !isAsBefore) return { changes: [], result: false }
      const kept = segments.filter(({ file }) => !names.has(file))
      const body = { ...now.body, segments: [...kept, added], foldedThrough: through }
      return { changes: [{ type: 'update', record: { ...now, body } }], result: true }
    })
  }

  async function write(dataset: ResourceRecord, rows: Rows, workDirectory: string): Promise<void> {
    const { datasetType, segments } = sourceBodyOf(dataset)
    const merged = segmentsToMerge(segments, rows.count)
    const file = `segments/put-${randomUuid()}.parquet`
    const absolute = ({ file }: Pick<Segment, 'file'>) => join(dataDirectory, file)
    await mkdir(join(dataDirectory, 'segments'), { recursive: true })
    const counts = await writeFoldedSegment({
      type: datasetType as ProfileType,
      schema: await schemaOf(records, dataset),
      rowsFile: join(workDirectory, 'rows.json'),
      merged: merged.map(absolute),
      others: segments.filter(one => one.origin === 'put' && !merged.includes(one)).map(absolute),
      temporaryFile: join(workDirectory, 'segment.parquet'),
      segmentFile: absolute({ file }),
      temporaryDirectory: workDirectory,
      memoryMb,
    })
    crashPoint('fold.before-commit')
    const added: Segment = { file, ...counts, origin: 'put', createdAtMs: clock.nowMs() }
    const isListed = await commit(dataset, added, merged, rows.through)
    crashPoint('fold.after-commit')
    if (isListed) await eventLog.release(streamOf(dataset), rows.through)
    else await rm(absolute({ file }), { force: true })
  }

  async function fold(datasetArn: string): Promise<void> {
    const dataset = await records.get(datasetArn)
    if (!dataset || isDeleting(dataset.status)) return
    const stream = streamOf(dataset)
    const after = sourceBodyOf(dataset).foldedThrough ?? 0
    if ((eventLog.streams().get(stream) ?? 0) <= after) return
    const workDirectory = join(dataDirectory, 'work', `fold-${randomUuid()}`)
    await mkdir(workDirectory, { recursive: true })
    try {
      const rows = await writeRows(eventLog, stream, after, join(workDirectory, 'rows.json'))
      if (rows.count > 0) await write(dataset, rows, workDirectory)
    } finally {
      await rm(workDirectory, { recursive: true, force: true })
    }
  }

  /** One at a time per dataset. */
  function dataset(datasetArn: string): Promise<void> {
    const turn = (turns.get(datasetArn) ?? Promise.resolve()).then(() => fold(datasetArn))
    const quiet = turn.catch(() => undefined)
    turns.set(datasetArn, quiet)
    void quiet.then(() => {
      if (turns.get(datasetArn) === quiet) turns.delete(datasetArn)
    })
    return turn
  }

  async function group(datasetGroupArn: string): Promise<void> {
    const { account, region } = parseArn(datasetGroupArn)
    const datasets = await records.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
    for (const { arn, body } of datasets) {
      if (profileTypes.includes(body.datasetType as ProfileType)) await dataset(arn)
    }
  }

  return { dataset, group }
}
