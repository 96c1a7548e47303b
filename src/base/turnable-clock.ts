/**
 * A clock for the test mode: it runs with the real one, ahead of it or behind, until it is turned forward or stopped.
 * Turning wakes every sleeper whose moment has come; who wants each of them to act at its own moment turns it from one to
 * the next (`testing/turn-clock.ts`). It never goes back: what has happened stays in the past.
 */

import { type Clock, systemClock } from './clock.ts'

export interface TurnableClock extends Clock {
  readonly isStopped: boolean
  /** To a later moment; an earlier one changes nothing. */
  turnTo(ms: number): void
  stop(): void
  run(): void
}

interface Sleeper {
  readonly untilMs: number
  readonly wake: () => void
  timer: NodeJS.Timeout | undefined
}

/** A longer timer of Node's fires at once; these are set anew when they fire early. */
const timerMsMax = 2 ** 31 - 1

class Turnable implements TurnableClock {
  #aheadMs: number
  #stoppedAtMs: number | undefined
  readonly #sleepers = new Set<Sleeper>()

  constructor(startMs: number, isStopped: boolean) {
    this.#aheadMs = startMs - systemClock.nowMs()
    if (isStopped) this.#stoppedAtMs = startMs
  }

  get isStopped(): boolean {
    return this.#stoppedAtMs !== undefined
  }

  nowMs(): number {
    return this.#stoppedAtMs ?? systemClock.nowMs() + this.#aheadMs
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        this.#forget(sleeper)
        reject(signal?.reason)
      }
      const wake = () => {
        this.#forget(sleeper)
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const sleeper: Sleeper = { untilMs: this.nowMs() + ms, wake, timer: undefined }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', abort, { once: true })
      this.#arm(sleeper)
    })
  }

  turnTo(ms: number): void {
    const byMs = ms - this.nowMs()
    if (byMs <= 0) return
    if (this.#stoppedAtMs === undefined) this.#aheadMs += byMs
    else this.#stoppedAtMs = ms
    this.#armAll()
  }

  stop(): void {
    this.#stoppedAtMs = this.nowMs()
    this.#armAll()
  }

  run(): void {
    if (this.#stoppedAtMs !== undefined) this.#aheadMs = this.#stoppedAtMs - systemClock.nowMs()
    this.#stoppedAtMs = undefined
    this.#armAll()
  }

  #forget(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer)
    this.#sleepers.delete(sleeper)
  }

  #armAll(): void {
    const inOrder = [...this.#sleepers].sort((one, other) => one.untilMs - other.untilMs)
    for (const sleeper of inOrder) this.#arm(sleeper)
  }

  #arm(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer)
    const leftMs = sleeper.untilMs - this.nowMs()
    if (leftMs <= 0) sleeper.wake()
    else if (!this.isStopped) sleeper.timer = setTimeout(() => this.#arm(sleeper), Math.min(leftMs, timerMsMax))
  }
}

export const createTurnableClock = (startMs: number, isStopped = false): TurnableClock =>
  new Turnable(startMs, isStopped)
