/** This side of the writing thread: hands over units, several at a time when they pile up, and resolves each when synced. */

import type { Worker } from 'node:worker_threads'
import { siblingThread } from '../../base/sibling-thread.ts'
import type { Row } from './database.ts'
import type { Outcome, Unit, Write } from './write-batch.ts'

/** The unit met a state other than the one it was made for. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict'
}

interface Waiting {
  resolve(rows: readonly (readonly Row[])[]): void
  reject(error: Error): void
}

/** Units in one commit; bounds the time until the first of them is acknowledged. */
const batchUnitsMax = 256

export class Writer {
  readonly #worker: Worker
  readonly #ended: Promise<unknown>
  readonly #waiting = new Map<number, Waiting>()
  #queued: Unit[] = []
  #isBusy = false
  #lastNumber = 0
  #failure: Error | undefined

  constructor(path: string) {
    this.#worker = siblingThread(import.meta.url, './writer-thread', { path })
    this.#worker.on('message', (outcomes: readonly Outcome[]) => this.#settle(outcomes))
    this.#worker.on('error', error => this.#fail(error as Error))
    this.#ended = new Promise(resolve => this.#worker.once('exit', resolve))
  }

  /** Applies the writes as one and resolves after the sync. */
  write(writes: readonly Write[]): Promise<readonly (readonly Row[])[]> {
    if (this.#failure) return Promise.reject(this.#failure)
    const number = ++this.#lastNumber
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject })
      this.#queued.push({ number, writes })
      this.#send()
    })
  }

  async close(): Promise<void> {
    this.#worker.postMessage('close')
    await this.#ended
    this.#fail(new Error('the record store is closed'))
  }

  #send(): void {
    if (this.#isBusy || this.#queued.length === 0) return
    this.#isBusy = true
    this.#worker.postMessage(this.#queued.splice(0, batchUnitsMax))
  }

  #settle(outcomes: readonly Outcome[]): void {
    this.#isBusy = false
    this.#send()
    for (const { number, rows, conflict, error } of outcomes) {
      const waiting = this.#waiting.get(number)
      this.#waiting.delete(number)
      if (conflict) waiting?.reject(new WriteConflict('a record changed meanwhile'))
      else if (error !== undefined) waiting?.reject(new Error(`the record store could not write: ${error}`))
      else waiting?.resolve(rows)
    }
  }

  #fail(error: Error): void {
    this.#failure = error
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
