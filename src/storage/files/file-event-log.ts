/**
 * The event log in files of the data directory. Appends that wait together are written and synced as one by a thread;
 * the next batch gathers meanwhile, so the disk sets the pace and nothing waits longer than two syncs.
 */

import { rm } from 'node:fs/promises'
import type { Worker } from 'node:worker_threads'
import { siblingThread } from '../../base/sibling-thread.ts'
import { makeLastingFolder } from '../../base/sync-path.ts'
import type { EventLog, LogEntry } from '../event-log.ts'
import { encodeFrame } from './event-log-frames.ts'
import type { FromLogThread, ToLogThread } from './event-log-thread.ts'
import { framesOf, type LogFile, logFileAt, note, readLogFiles } from './log-files.ts'

interface Waiting {
  readonly entry: LogEntry
  readonly frame: Buffer
  resolve(sequence: number): void
  reject(error: Error): void
}

/** A file that has grown past this is followed by the next. */
const fileBytesMax = 16 * 1024 * 1024

export async function openFileEventLog(directory: string): Promise<EventLog> {
  await makeLastingFolder(directory)
  const files = await readLogFiles(directory)
  const log = new FileEventLog(directory, files)
  await log.begin()
  return log
}

class FileEventLog implements EventLog {
  readonly #directory: string
  readonly #worker: Worker
  readonly #ended: Promise<unknown>
  readonly #released = new Map<string, number>()
  #files: LogFile[]
  #gathered: Waiting[] = []
  #answered: ((answer: FromLogThread) => void) | undefined
  #turn: Promise<void> = Promise.resolve()
  #isFlushing = false
  #isOpen = false
  #nextSequence: number
  #lastSequence: number
  #holders = 0
  #failure: Error | undefined

  constructor(directory: string, files: LogFile[]) {
    this.#directory = directory
    this.#files = files.length > 0 ? files : [logFileAt(directory, 1)]
    this.#lastSequence = this.#current.lastSequence
    this.#nextSequence = this.#lastSequence + 1
    this.#worker = siblingThread(import.meta.url, './event-log-thread')
    this.#worker.on('message', (answer: FromLogThread) => this.#answered?.(answer))
    this.#worker.on('error', error => this.#answered?.({ error: (error as Error).message, isBroken: true }))
    this.#ended = new Promise(resolve => this.#worker.once('exit', resolve))
  }

  get lastSequence(): number {
    return this.#lastSequence
  }

  get #current(): LogFile {
    return this.#files.at(-1) as LogFile
  }

  async begin(): Promise<void> {
    await this.#inTurn(() => this.#openCurrent())
  }

  append(stream: string, payload: string): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure)
    const entry = { sequence: this.#nextSequence++, stream, payload }
    return new Promise((resolve, reject) => {
      this.#gathered.push({ entry, frame: encodeFrame(entry), resolve, reject })
      this.#flushSoon()
    })
  }

  async *read(stream: string, after: number): AsyncGenerator<readonly LogEntry[]> {
    const through = this.#lastSequence
    for (const file of this.#files.filter(({ streams }) => (streams.get(stream) ?? 0) > after)) {
      for await (const frames of framesOf(file)) {
        const wanted = frames
          .map(({ entry }) => entry)
          .filter(entry => entry.stream === stream && entry.sequence > after && entry.sequence <= through)
        if (wanted.length > 0) yield wanted
      }
    }
  }

  streams(): ReadonlyMap<string, number> {
    const last = new Map(this.#files.flatMap(({ streams }) => [...streams]))
    for (const [stream, through] of this.#released) if ((last.get(stream) ?? 0) <= through) last.delete(stream)
    return last
  }

  async release(stream: string, through: number): Promise<void> {
    this.#released.set(stream, Math.max(through, this.#released.get(stream) ?? 0))
    await this.#inTurn(() => this.#dropFiles())
  }

  async advance(sequence: number): Promise<void> {
    await this.#inTurn(async () => {
      if (sequence <= this.#lastSequence) return
      await this.#beginFile(sequence + 1)
      this.#lastSequence = sequence
      this.#nextSequence = sequence + 1
    })
  }

  hold(): () => Promise<void> {
    this.#holders++
    let isHeld = true
    return async () => {
      if (!isHeld) return
      isHeld = false
      this.#holders--
      await this.#inTurn(() => this.#dropFiles())
    }
  }

  async close(): Promise<void> {
    await this.#turn
    this.#failure = new Error('the event log is closed')
    this.#worker.postMessage({ type: 'close' } satisfies ToLogThread)
    await this.#ended
  }

  /** One thing at a time reaches the thread and the files. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #flushSoon(): void {
    if (this.#isFlushing) return
    this.#isFlushing = true
    void this.#inTurn(async () => {
      // From here on appends ask for a turn of their own, behind this one.
      this.#isFlushing = false
      await this.#flush(this.#gathered.splice(0))
    })
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return
    try {
      if (this.#current.byteCount > fileBytesMax) await this.#beginFile(batch[0]?.entry.sequence ?? 0)
      if (!this.#isOpen) await this.#openCurrent()
      await this.#ask({ type: 'write', bytes: Buffer.concat(batch.map(({ frame }) => frame)) })
    } catch (error) {
      return this.#refuse(batch, error as Error)
    }
    for (const { entry, frame } of batch) note(this.#current, entry, frame.length)
    this.#lastSequence = this.#current.lastSequence
    for (const { entry, resolve } of batch) resolve(entry.sequence)
  }

  /** Nothing of the batch is in force. What gathered behind it counted on its numbers and gets new ones. */
  #refuse(batch: readonly Waiting[], error: Error): void {
    const gathered = this.#gathered
    this.#nextSequence = this.#lastSequence + 1
    this.#gathered = gathered.map(waiting => {
      const entry = { ...waiting.entry, sequence: this.#nextSequence++ }
      return { ...waiting, entry, frame: encodeFrame(entry) }
    })
    for (const { reject } of batch) reject(error)
    if (!this.#failure) return
    for (const { reject } of this.#gathered.splice(0)) reject(error)
  }

  async #ask(message: ToLogThread): Promise<void> {
    if (this.#failure) throw this.#failure
    const answer = await new Promise<FromLogThread>(resolve => {
      this.#answered = resolve
      this.#worker.postMessage(message)
    })
    if (answer.error === undefined) return
    const error = new Error(`the event log could not write: ${answer.error}`)
    if (answer.isBroken) this.#failure = error
    throw error
  }

  async #openCurrent(): Promise<void> {
    const { path, byteCount } = this.#current
    this.#isOpen = false
    await this.#ask({ type: 'open', path, byteCount })
    this.#isOpen = true
  }

  async #beginFile(firstSequence: number): Promise<void> {
    this.#files.push(logFileAt(this.#directory, firstSequence))
    try {
      await this.#openCurrent()
    } catch (error) {
      this.#files.pop()
      await this.#openCurrent()
      throw error
    }
  }

  #isReleased({ streams }: LogFile): boolean {
    return [...streams].every(([stream, last]) => last <= (this.#released.get(stream) ?? 0))
  }

  async #dropFiles(): Promise<void> {
    if (this.#holders > 0 || this.#failure) return
    const isSpent = this.#current.byteCount > 0 && this.#isReleased(this.#current)
    if (isSpent) await this.#beginFile(this.#lastSequence + 1)
    const gone = this.#files.slice(0, -1).filter(file => this.#isReleased(file))
    // The oldest first, and none behind one that stays: sequences have no gaps.
    const count = this.#files.findIndex(file => !gone.includes(file))
    for (const { path } of this.#files.splice(0, count)) await rm(path, { force: true })
  }
}
