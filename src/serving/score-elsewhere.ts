/**
 * Has the best items of histories found by a thread, so that the event loop answers others meanwhile.
 *
 *     starting ─▶ ready ─▶ ended by `close`
 *        ▲          │
 *        └──────────┴── died: the questions it had are given back, another thread starts
 *
 * A question that is given back has no answer: whoever asked finds it on the event loop. Where questions wait while the event
 * loop has nothing else to do, it takes them back one by one, so that no processor is idle before others. One that comes alone
 * is not taken at all: nobody waits for the event loop, and waking a thread takes time where trainings have the processors.
 */

import type { Worker } from 'node:worker_threads'
import type { Log } from '../base/log.ts'
import type { Best } from './best-store.ts'
import { ScoreMailbox, type ScoreMessage, type ScoreModel, type ScoreThreadData } from './score-message.ts'

/** Between questions: those further apart come alone. */
const restMs = 3

/** A burst. Where more wait, the thread is behind, and the event loop is worth more with a history than with the next request. */
const waitingMax = 8

/** In a row, without an answer: a thread that cannot live is not started for ever. */
const fruitlessMax = 3

export interface ScoreThreads {
  /** Starts `score-thread.ts`. */
  readonly start: (data: ScoreThreadData) => Worker
  readonly log: Pick<Log, 'info' | 'error'>
  /** For tests. */
  readonly nowMs?: () => number
}

export class ScoreElsewhere {
  readonly #model: ScoreModel
  readonly #threads: ScoreThreads
  /** By the places of their questions, in the order they were asked. */
  readonly #waiting = new Map<number, (best: Best | undefined) => void>()
  /** Of the thread of now. */
  #mailbox = new ScoreMailbox()
  #worker: Worker | undefined
  #isReady = false
  #isTakingBack = false
  #askedAtMs = Number.NEGATIVE_INFINITY
  #fruitlessCount = 0

  constructor(model: ScoreModel, threads: ScoreThreads) {
    this.#model = model
    this.#threads = threads
    this.#start()
  }

  /** Undefined, now or later, where nobody has found them. */
  ask(history: ArrayLike<number>): Promise<Best | undefined> | undefined {
    const worker = this.#worker
    if (this.#comesAlone() || !worker || !this.#isReady) return undefined
    const place = this.#mailbox.lay(history)
    if (place === undefined) return undefined
    return new Promise(resolve => {
      if (this.#waiting.size === 0) worker.ref()
      this.#waiting.set(place, resolve)
      if (!this.#isTakingBack && this.#waiting.size > waitingMax) this.#takeBackSoon()
    })
  }

  /** Questions that wait are given back. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    this.#giveBack()
    await worker?.terminate()
  }

  #comesAlone(): boolean {
    const nowMs = (this.#threads.nowMs ?? (() => performance.now()))()
    const sinceMs = nowMs - this.#askedAtMs
    this.#askedAtMs = nowMs
    return this.#waiting.size === 0 && sinceMs > restMs
  }

  /** It keeps no process alive that waits for nothing. */
  #start(): void {
    this.#mailbox = new ScoreMailbox()
    const worker = this.#threads.start({ ...this.#model, memory: this.#mailbox.memory })
    worker.unref()
    worker.on('message', (message: ScoreMessage) => this.#take(worker, message))
    worker.on('error', err => this.#threads.log.error({ err }, 'a thread that scores histories died'))
    worker.on('exit', () => this.#ended(worker))
    this.#worker = worker
  }

  #take(worker: Worker, message: ScoreMessage): void {
    if (worker !== this.#worker) return
    if (message === 'ready') {
      this.#isReady = true
      this.#threads.log.info('histories of a model are scored by a thread of its own')
      return
    }
    this.#fruitlessCount = 0
    this.#mailbox.listen()
    for (const place of this.#waiting.keys()) {
      const best = this.#mailbox.taken(place)
      if (best) this.#settle(worker, place, best)
    }
  }

  #settle(worker: Worker, place: number, best: Best | undefined): void {
    const resolve = this.#waiting.get(place)
    this.#waiting.delete(place)
    if (this.#waiting.size === 0) worker.unref()
    resolve?.(best)
  }

  /** After all that has come by now is read. */
  #takeBackSoon(): void {
    this.#isTakingBack = true
    setImmediate(() => this.#takeOneBack())
  }

  #takeOneBack(): void {
    this.#isTakingBack = false
    const worker = this.#worker
    if (!worker || this.#waiting.size <= waitingMax) return
    for (const place of this.#waiting.keys())
      if (this.#mailbox.takeBack(place)) {
        this.#settle(worker, place, undefined)
        break
      }
    this.#takeBackSoon()
  }

  #ended(worker: Worker): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#isReady = false
    this.#giveBack()
    if (++this.#fruitlessCount <= fruitlessMax) this.#start()
  }

  #giveBack(): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const resolve of waiting) resolve(undefined)
  }
}
