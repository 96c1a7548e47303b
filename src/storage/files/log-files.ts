/**
 * The files of the event log and what is in them. A file is named after the sequence of its first entry, so that counting
 * goes on when all of them have been given up; it can go once every stream in it is released that far.
 */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogEntry } from '../event-log.ts'
import { decodeFrame } from './event-log-frames.ts'

export interface LogFile {
  readonly path: string
  readonly firstSequence: number
  /** Of whole frames. */
  byteCount: number
  lastSequence: number
  /** Last sequence of each stream in it. */
  readonly streams: Map<string, number>
}

const digits = 16

export const logFileAt = (directory: string, firstSequence: number): LogFile => ({
  path: join(directory, `${String(firstSequence).padStart(digits, '0')}.log`),
  firstSequence,
  byteCount: 0,
  lastSequence: firstSequence - 1,
  streams: new Map(),
})

export function note(file: LogFile, { sequence, stream }: LogEntry, byteCount: number): void {
  file.byteCount += byteCount
  file.lastSequence = sequence
  file.streams.set(stream, sequence)
}

/** Entries at a time; the event loop breathes in between. Of ten events each, 64 of them take a profile 3 to 10 ms. */
const entriesPerBatch = 16

export async function* framesOf(file: LogFile): AsyncGenerator<readonly { entry: LogEntry; byteCount: number }[]> {
  const bytes = await readFile(file.path)
  let batch: { entry: LogEntry; byteCount: number }[] = []
  let at = 0
  for (let frame = decodeFrame(bytes, at); frame !== undefined; frame = decodeFrame(bytes, at)) {
    batch.push({ entry: frame.entry, byteCount: frame.end - at })
    at = frame.end
    if (batch.length < entriesPerBatch) continue
    yield batch
    batch = []
    await new Promise(setImmediate)
  }
  if (batch.length > 0) yield batch
}

async function readLogFile(path: string, firstSequence: number, isLast: boolean): Promise<LogFile> {
  const file = { ...logFileAt('', firstSequence), path }
  for await (const batch of framesOf(file)) {
    for (const { entry, byteCount } of batch) {
      if (entry.sequence !== file.lastSequence + 1) throw damaged(path, file.byteCount)
      note(file, entry, byteCount)
    }
  }
  // Only the end of the last file can be torn: each of the others was synced before the next was begun.
  if (!isLast && (await readFile(path)).length > file.byteCount) throw damaged(path, file.byteCount)
  return file
}

const damaged = (path: string, byteCount: number): Error =>
  new Error(
    `the event log ${path} is damaged at byte ${byteCount}: restore it from a backup, or move it away to start without the events in it`,
  )

/** In the order of their sequences. */
export async function readLogFiles(directory: string): Promise<LogFile[]> {
  const names = (await readdir(directory)).filter(name => /^\d+\.log$/.test(name)).sort()
  const files: LogFile[] = []
  for (const [index, name] of names.entries()) {
    const file = await readLogFile(join(directory, name), Number.parseInt(name, 10), index === names.length - 1)
    const former = files.at(-1)
    // A gap is what `advance` leaves; what overlaps was put there by somebody else.
    if (former && former.lastSequence >= file.firstSequence) throw damaged(former.path, former.byteCount)
    files.push(file)
  }
  return files
}
