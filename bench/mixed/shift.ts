/**
 * Lanes of work at steady rates that stop together: for a measurement, when all that was begun has its answer, and at the
 * end. A lane that fails writes down why and goes on.
 */

import { setTimeout as sleep } from 'node:timers/promises'

export class Shift {
  readonly failures: string[] = []
  readonly counts = new Map<string, number>()
  #pause: Promise<void> | undefined
  #busyCount = 0
  #isOver = false
  /** Once the server is killed, refused calls are no news. */
  isForgiving = false

  /** Until the shift is over; resolves then. */
  async lane(name: string, perSecond: number, step: () => Promise<void>): Promise<void> {
    let dueMs = performance.now()
    while (!this.#isOver) {
      await this.#pause
      this.#busyCount++
      await this.#attempt(name, step).finally(() => this.#busyCount--)
      dueMs = Math.max(dueMs + 1000 / perSecond, performance.now() - 1000)
      await sleep(Math.max(0, dueMs - performance.now()))
    }
  }

  /** Does `work` while the lanes rest. */
  async while<R>(work: () => Promise<R>): Promise<R> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#pause = promise
    try {
      while (this.#busyCount > 0) await sleep(5)
      return await work()
    } finally {
      this.#pause = undefined
      resolve()
    }
  }

  end(): void {
    this.#isOver = true
  }

  async #attempt(name: string, step: () => Promise<void>): Promise<void> {
    try {
      await step()
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    } catch (error) {
      if (!this.isForgiving) this.failures.push(`${new Date().toISOString()} ${name}: ${(error as Error).message}`)
    }
  }
}
