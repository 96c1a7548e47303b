/**
 * The ring of answers in files of the data directory. Answers gather for a moment and are appended together by the threads
 * of the runtime; nothing is synced, since losing the last of them in a power cut costs an explanation and no more. The
 * ring is a row of files of an eighth of its size each: the oldest is deleted whole.
 */

import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerRing, KeptText } from '../answer-ring.ts'
import {
  type AnswerSegment,
  findInLines,
  findInSegment,
  lineOf,
  readSegments,
  removeFrom,
  segmentAt,
  textsAfter,
} from './answer-segments.ts'

interface RingOptions {
  readonly directory: string
  readonly byteCountMax: number
  /** A write failed, or answers were dropped: said once for as long as it lasts. */
  readonly onTrouble: (what: string, error?: unknown) => void
}

const segmentShare = 8

/** Time that answers gather. Longer ones cost more answers in a crash, shorter ones more calls of the disk. */
const gatherMs = 50

const waitingBytesMax = 8 * 1024 * 1024

export async function openFileAnswerRing(options: RingOptions): Promise<AnswerRing> {
  await mkdir(options.directory, { recursive: true })
  return new FileAnswerRing(options, await readSegments(options.directory))
}

class FileAnswerRing implements AnswerRing {
  readonly #options: RingOptions
  readonly #segmentBytesMax: number
  /** Oldest first. */
  readonly #segments: AnswerSegment[]
  /** What was there when it was opened. */
  readonly #former: readonly AnswerSegment[]
  #waiting: Buffer[] = []
  /** Of what waits and what is being written. */
  #waitingBytes = 0
  /** Handed to the disk and not known to be there. */
  #writing: Buffer[] = []
  #flushing: Promise<void> | undefined
  /** Of the segment that was written last. */
  #file: { readonly path: string; readonly handle: FileHandle } | undefined
  #removal: Promise<void> = Promise.resolve()
  #hurry = new AbortController()
  #droppedCount = 0
  #isInTrouble = false
  #isClosed = false

  constructor(options: RingOptions, segments: AnswerSegment[]) {
    this.#options = options
    this.#segments = segments
    this.#former = segments.map(segment => ({ ...segment }))
    this.#segmentBytesMax = Math.ceil(options.byteCountMax / segmentShare)
  }

  get droppedCount(): number {
    return this.#droppedCount
  }

  add(id: string, text: string): boolean {
    const line = lineOf(id, text)
    if (line.length > this.#options.byteCountMax || this.#isClosed) return this.#drop()
    if (this.#waitingBytes + line.length > waitingBytesMax)
      return this.#drop('answers come faster than they are written')
    this.#waiting.push(line)
    this.#waitingBytes += line.length
    this.#flushing ??= this.#flushSoon()
    return true
  }

  async find(id: string): Promise<string | undefined> {
    const waiting = this.#waiting.findLast(line => findInLines(line, id) !== undefined)
    const written = this.#writing.findLast(line => findInLines(line, id) !== undefined)
    const line = waiting ?? written
    if (line) return findInLines(line, id)
    for (const segment of this.#segments.toReversed()) {
      const found = await findInSegment(segment, id).catch(ifGone)
      if (found !== undefined) return found
    }
    return undefined
  }

  async *former(byteCountMax: number): AsyncGenerator<readonly KeptText[]> {
    let behind = this.#former.reduce((sum, { byteCount }) => sum + byteCount, 0)
    for (const segment of this.#former) {
      const start = Math.max(0, behind - byteCountMax)
      behind -= segment.byteCount
      if (start >= segment.byteCount) continue
      try {
        for await (const texts of textsAfter(segment, start)) {
          if (this.#isClosed) return
          yield texts
        }
      } catch (error) {
        ifGone(error as NodeJS.ErrnoException)
      }
    }
  }

  /** One after the other: each writes the same files anew. */
  remove(isUnwanted: (text: string) => boolean): Promise<void> {
    const removal = this.#removal.then(() => this.#remove(isUnwanted))
    this.#removal = removal.catch(() => undefined)
    return removal
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#hurry.abort()
    await this.#flushing
    await this.#removal
    await this.#closeFile()
  }

  async #remove(isUnwanted: (text: string) => boolean): Promise<void> {
    await this.#flushing
    const older = [...this.#segments]
    // An open file would keep what is removed from it.
    const closed = this.#closeFile()
    // What is added from now on is written behind them.
    if (older.length > 0) this.#begin()
    await closed
    for (const segment of older) {
      await removeFrom(segment, isUnwanted).catch(ifGone)
      // It made room for newer ones meanwhile.
      if (!this.#segments.includes(segment)) await rm(segment.path, { force: true })
    }
  }

  #drop(what?: string): false {
    this.#droppedCount++
    if (what !== undefined) this.#complain(what)
    return false
  }

  #complain(what: string, error?: unknown): void {
    if (!this.#isInTrouble) this.#options.onTrouble(what, error)
    this.#isInTrouble = true
  }

  async #flushSoon(): Promise<void> {
    await sleep(gatherMs, undefined, { ref: false, signal: this.#hurry.signal }).catch(() => undefined)
    while (this.#waiting.length > 0) await this.#flush()
    this.#flushing = undefined
  }

  async #flush(): Promise<void> {
    this.#writing = this.#waiting
    this.#waiting = []
    const byteCount = this.#writing.reduce((sum, line) => sum + line.length, 0)
    try {
      await this.#write(this.#writing)
      this.#isInTrouble = false
    } catch (error) {
      this.#droppedCount += this.#writing.length
      this.#complain('answers cannot be written', error)
      // What a failed write left must not stand before the next line.
      this.#begin()
    }
    this.#writing = []
    this.#waitingBytes -= byteCount
  }

  /** As many lines at a time as fit into a segment. */
  async #write(lines: readonly Buffer[]): Promise<void> {
    for (let at = 0; at < lines.length; ) {
      const segment = this.#segmentFor(lines[at]!.length)
      let [end, byteCount] = [at, 0]
      do byteCount += lines[end++]!.length
      while (end < lines.length && segment.byteCount + byteCount + lines[end]!.length <= this.#segmentBytesMax)
      await this.#makeRoom(byteCount)
      const handle = await this.#fileOf(segment)
      // From where the last one ended, and all of it.
      await handle.appendFile(Buffer.concat(lines.slice(at, end)))
      segment.byteCount += byteCount
      at = end
    }
  }

  /** Opened once: what is written twenty times a second is one call of the disk each time. */
  async #fileOf({ path }: AnswerSegment): Promise<FileHandle> {
    if (this.#file?.path === path) return this.#file.handle
    await this.#closeFile()
    const handle = await open(path, 'a')
    this.#file = { path, handle }
    return handle
  }

  async #closeFile(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.handle.close()
  }

  /** A line longer than a segment has one for itself. */
  #segmentFor(byteCount: number): AnswerSegment {
    const last = this.#segments.at(-1)
    const fits = last && (last.byteCount === 0 || last.byteCount + byteCount <= this.#segmentBytesMax)
    return fits ? last : this.#begin()
  }

  #begin(): AnswerSegment {
    const next = segmentAt(this.#options.directory, (this.#segments.at(-1)?.number ?? 0) + 1)
    this.#segments.push(next)
    return next
  }

  async #makeRoom(byteCount: number): Promise<void> {
    let total = this.#segments.reduce((sum, segment) => sum + segment.byteCount, byteCount)
    while (total > this.#options.byteCountMax && this.#segments.length > 1) {
      const [oldest] = this.#segments.splice(0, 1)
      total -= oldest!.byteCount
      await rm(oldest!.path, { force: true })
    }
  }
}

/** The oldest segment may be deleted while it is about to be searched; one just begun has no file yet. */
function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
