/**
 * One attempt at one job: runs its kind, keeps the lease alive, and brings the attempt to one of its ends.
 *
 *     finished   the kind committed its outcome together with the end of the job, or had nothing to commit
 *     cancelled  somebody asked for it; the job ends quietly, and whoever asked has queued what settles the status
 *     refused    a JobFailure, or the last attempt failed: the kind says what the customer sees, committed with the end
 *     again      another fault: back in the queue after a delay
 *     returned   the engine stops: back in the queue, the attempt not counted
 *     lost       the lease ran out and another holder has the job: nothing is written
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Job, JobQueue, Progress } from '../storage/job-queue.ts'
import type { Change, RecordReader, Records } from '../storage/records.ts'
import { JobFailure, type JobKind } from './job-kind.ts'
import { retryDelayMs, retryPolicy } from './retry-policy.ts'

export type StopReason = 'cancelled' | 'lost' | 'stopping'

class Stopped extends Error {
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`the job was stopped: ${reason}`)
    this.reason = reason
  }
}

export interface RunningJobParts {
  readonly job: Job
  readonly kind: JobKind
  readonly holder: string
  readonly leaseMs: number
  readonly queue: JobQueue
  readonly records: Records
  readonly clock: Clock
  readonly log: Log
}

export class RunningJob {
  readonly #parts: RunningJobParts
  readonly #abort = new AbortController()
  readonly #ended = new AbortController()
  #progress: Progress | undefined
  #isFinished = false

  constructor(parts: RunningJobParts) {
    this.#parts = parts
  }

  /** Resolves when the attempt has reached one of its ends. Rejects only when the store itself fails. */
  async run(): Promise<void> {
    const beating = this.#keepLease()
    try {
      await this.#attempt()
    } finally {
      this.#ended.abort()
      await beating
    }
  }

  /** Tells the kind to give up; it may take a moment. */
  stop(reason: StopReason): void {
    if (!this.#abort.signal.aborted) this.#abort.abort(new Stopped(reason))
  }

  /** Renews the lease and hands over progress; learns whether to stop. */
  async beat(): Promise<void> {
    const { queue, job, holder, clock, leaseMs } = this.#parts
    if (this.#isFinished || this.#ended.signal.aborted) return
    const progress = this.#progress
    this.#progress = undefined
    const { held, cancel } = await queue.heartbeat(job.id, holder, clock.nowMs() + leaseMs, progress)
    if (this.#isFinished || this.#ended.signal.aborted) return
    if (!held) this.stop('lost')
    else if (cancel) this.stop('cancelled')
  }

  async #keepLease(): Promise<void> {
    const { clock, leaseMs, log, job } = this.#parts
    while (!this.#ended.signal.aborted) {
      try {
        await clock.sleep(leaseMs / 3, this.#ended.signal)
        await this.beat()
      } catch (error) {
        if (!this.#ended.signal.aborted) log.warn({ job: job.id, err: error }, 'could not renew a lease')
      }
    }
  }

  async #attempt(): Promise<void> {
    const { kind, job } = this.#parts
    try {
      await kind.run(job, this.#context())
      if (!this.#isFinished) await this.#finish(async () => [])
    } catch (error) {
      if (this.#isFinished) throw error
      await this.#end(error)
    }
  }

  #context() {
    const { records, clock, log, job } = this.#parts
    return {
      signal: this.#abort.signal,
      records,
      clock,
      log: log.child({ job: job.id, kind: job.kind, resource: job.resource }),
      progress: (progress: Progress) => {
        this.#progress = progress
      },
      finish: (work: (read: RecordReader) => Promise<readonly Change[]>) => this.#finish(work),
    }
  }

  async #finish(work: (read: RecordReader) => Promise<readonly Change[]>): Promise<void> {
    const { records, job } = this.#parts
    await records.transact(async read => ({
      changes: [...(await work(read)), { type: 'complete-job', jobId: job.id }],
      result: undefined,
    }))
    this.#isFinished = true
  }

  async #end(error: unknown): Promise<void> {
    const { queue, job, clock, log, kind } = this.#parts
    const stopped: unknown = this.#abort.signal.reason
    if (stopped instanceof Stopped) return this.#endStopped(stopped.reason)
    const attemptsMax = kind.attemptsMax ?? retryPolicy.attemptsMax
    if (error instanceof JobFailure) return this.#refuse(error.message)
    log.error({ job: job.id, kind: job.kind, attempt: job.attempts, err: error }, 'a job failed')
    const cause = error instanceof Error ? error.message : String(error)
    if (job.attempts < attemptsMax) {
      await queue.retry(job.id, clock.nowMs() + retryDelayMs(job.attempts), cause)
    } else {
      await this.#refuse(
        `Internal error in ${attemptsMax} attempts, the last one: ${cause}. The server's log has more under job ${job.id}.`,
      )
    }
  }

  async #endStopped(reason: StopReason): Promise<void> {
    const { queue, job, clock } = this.#parts
    if (reason === 'cancelled') await this.#finish(async () => [])
    if (reason === 'stopping') await queue.giveBack(job.id, clock.nowMs())
  }

  async #refuse(reason: string): Promise<void> {
    const { kind, job } = this.#parts
    await this.#finish(read => kind.failed(job, reason, read))
  }
}
