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
import type { Log } from '../base/log.ts'
import { randomUuid } from '../base/random.ts'
import { makeLastingFolder } from '../base/sync-path.ts'
import type { Segment } from '../datasets/segment.ts'
import type { Priority } from '../jobs/priority.ts'
import { parseArn } from '../resources/arn.ts'
import { isDeleting } from '../resources/status.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { Records, ResourceRecord } from '../storage/records.ts'
import { foldSegment } from './fold-elsewhere.ts'
import { schemaOf, sourceBodyOf, streamOf } from './group-source.ts'

export interface FoldParts {
  readonly dataDirectory: string
  readonly records: Records
  readonly eventLog: EventLog
  readonly clock: Clock
  readonly memoryMb: number
  readonly priority: Priority
  readonly log: Log
}

export interface Folding {
  /** Resolves when everything acknowledged before the call is in the segments of the dataset. */
  dataset(datasetArn: string): Promise<void>
  /** The same for all datasets of a group. */
  group(datasetGroupArn: string): Promise<void>
  /** The dataset was deleted: what of it no record names goes, too. */
  forget(datasetArn: string): Promise<void>
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

/**
 * Segments that became part of another one stay for whoever began to read them: a training takes hours at most. Those that a
 * restart forgets are swept by it.
 */
const supersededKeptMs = 24 * 3600 * 1000

interface Superseded {
  readonly datasetArn: string
  readonly path: string
  readonly sinceMs: number
}

/** The dataset as it was when its rows were read: nothing else may have been folded, deleted or taken away since. */
function isStill(dataset: ResourceRecord, now: ResourceRecord | undefined, merged: readonly Segment[]): boolean {
  if (now?.createdAtMs !== dataset.createdAtMs || isDeleting(now.status)) return false
  const { segments, foldedThrough } = sourceBodyOf(now)
  if (foldedThrough !== sourceBodyOf(dataset).foldedThrough) return false
  return merged.every(({ file }) => segments.some(segment => segment.file === file))
}

class Folder implements Folding {
  readonly #parts: FoldParts
  readonly #turns = new Map<string, Promise<unknown>>()
  #superseded: readonly Superseded[] = []

  constructor(parts: FoldParts) {
    this.#parts = parts
  }

  dataset(datasetArn: string): Promise<void> {
    return this.#inTurn(datasetArn, () => this.#fold(datasetArn))
  }

  forget(datasetArn: string): Promise<void> {
    return this.#inTurn(datasetArn, () => this.#removeSuperseded(one => one.datasetArn === datasetArn))
  }

  /** One at a time per dataset. */
  #inTurn(datasetArn: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(datasetArn) ?? Promise.resolve()).then(work)
    const quiet = turn.catch(() => undefined)
    this.#turns.set(datasetArn, quiet)
    void quiet.then(() => {
      if (this.#turns.get(datasetArn) === quiet) this.#turns.delete(datasetArn)
    })
    return turn
  }

  async group(datasetGroupArn: string): Promise<void> {
    const { account, region } = parseArn(datasetGroupArn)
    const datasets = await this.#parts.records.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
    for (const { arn } of datasets) await this.dataset(arn)
  }

  async #fold(datasetArn: string): Promise<void> {
    const { records, eventLog, dataDirectory } = this.#parts
    const dataset = await records.get(datasetArn)
    if (!dataset || isDeleting(dataset.status)) return
    const stream = streamOf(dataset)
    const after = sourceBodyOf(dataset).foldedThrough ?? 0
    if ((eventLog.streams().get(stream) ?? 0) <= after) return
    const workDirectory = join(dataDirectory, 'work', `fold-${randomUuid()}`)
    await mkdir(workDirectory, { recursive: true })
    try {
      const rows = await writeRows(eventLog, stream, after, join(workDirectory, 'rows.json'))
      if (rows.count > 0) await this.#write(dataset, rows, workDirectory)
    } finally {
      await rm(workDirectory, { recursive: true, force: true })
    }
  }

  async #write(dataset: ResourceRecord, rows: Rows, workDirectory: string): Promise<void> {
    const { records, eventLog, clock, dataDirectory, memoryMb } = this.#parts
    const { datasetType, segments } = sourceBodyOf(dataset)
    const merged = segmentsToMerge(segments, rows.count)
    const file = `segments/put-${randomUuid()}.parquet`
    const absolute = ({ file }: Pick<Segment, 'file'>) => join(dataDirectory, file)
    await makeLastingFolder(join(dataDirectory, 'segments'))
    const order = {
      type: datasetType,
      schema: await schemaOf(records, dataset),
      rowsFile: join(workDirectory, 'rows.json'),
      merged: merged.map(absolute),
      others: segments.filter(one => one.origin === 'put' && !merged.includes(one)).map(absolute),
      temporaryFile: join(workDirectory, 'segment.parquet'),
      segmentFile: absolute({ file }),
      temporaryDirectory: workDirectory,
      memoryMb,
    }
    const counts = await foldSegment(order, this.#parts)
    crashPoint('fold.before-commit')
    const added: Segment = { file, ...counts, origin: 'put', createdAtMs: clock.nowMs() }
    const isListed = await this.#commit(dataset, added, merged, rows.through)
    crashPoint('fold.after-commit')
    if (isListed) {
      await this.#supersede(dataset.arn, merged.map(absolute))
      return eventLog.release(streamOf(dataset), rows.through)
    }
    await rm(absolute({ file }), { force: true })
    const now = await records.get(dataset.arn)
    const isGone = now?.createdAtMs !== dataset.createdAtMs || isDeleting(now.status)
    if (!isGone) throw new Error(`the segments of ${dataset.arn} changed while its stream was folded`)
  }

  async #supersede(datasetArn: string, paths: readonly string[]): Promise<void> {
    const sinceMs = this.#parts.clock.nowMs()
    this.#superseded = [...this.#superseded, ...paths.map(path => ({ datasetArn, path, sinceMs }))]
    await this.#removeSuperseded(one => sinceMs - one.sinceMs > supersededKeptMs)
  }

  async #removeSuperseded(isOver: (one: Superseded) => boolean): Promise<void> {
    const over = this.#superseded.filter(isOver)
    this.#superseded = this.#superseded.filter(one => !isOver(one))
    for (const { path } of over) await rm(path, { force: true })
  }

  /** False when the dataset is not what it was; the log keeps the rows for the next attempt. */
  #commit(dataset: ResourceRecord, added: Segment, merged: readonly Segment[], foldedThrough: number) {
    return this.#parts.records.transact(async read => {
      const now = await read.get(dataset.arn)
      if (!now || !isStill(dataset, now, merged)) return { changes: [], result: false }
      const gone = new Set(merged.map(({ file }) => file))
      const kept = sourceBodyOf(now).segments.filter(({ file }) => !gone.has(file))
      const body = { ...now.body, segments: [...kept, added], foldedThrough }
      return { changes: [{ type: 'update', record: { ...now, body } }], result: true }
    })
  }
}

export const createFolding = (parts: FoldParts): Folding => new Folder(parts)
