/**
 * One attempt at one job: runs its kind, keeps the lease alive, and brings the attempt to one of its ends.
 *
 *     finished   the kind committed its outcome together with the end of the job, or had nothing to commit
 *     cancelled  somebody asked for it; the job ends quietly, and whoever asked has queued what settles the status
 *     refused    a JobFailure, or the last attempt failed: the kind says what the customer sees, committed with the end;
 *                should not even that be possible, it is tried again, and the job is left as `failed` in the end
 *     again      another fault: back in the queue after a delay
 *     returned   the engine stops: back in the queue, the attempt not counted
 *     starved    other programs left it no processor: as `returned`, and it begins again with a share of its own
 *     lost       the lease ran out and another holder has the job: nothing is written
 *
 * A job that was interrupted again and again (its server died each time) is refused, too: it may be what kills the server.
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Job, JobQueue, Progress } from '../storage/job-queue.ts'
import type { Change, RecordReader, Records } from '../storage/records.ts'
import { JobFailure, type JobKind } from './job-kind.ts'
import { retryDelayMs, retryPolicy } from './retry-policy.ts'
import { Starved } from './starvation.ts'

export type StopReason = 'cancelled' | 'lost' | 'stopping'

class Stopped extends Error {
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`the job was stopped: ${reason}`)
    this.reason = reason
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export interface RunningJobParts {
  readonly job: Job
  readonly kind: JobKind
  readonly holder: string
  readonly leaseMs: number
  readonly queue: JobQueue
  readonly records: Records
  readonly clock: Clock
  readonly log: Log
  /** The job waits for a moment of the clock. */
  readonly onSleep?: () => void
}

/** Progress reaches the store at most this often: people look at it, and each time is a commit. */
const progressEveryMs = 500

/** Attempts beyond the kind's own that may end with the death of the server. */
const interruptionsMax = 10

export class RunningJob {
  readonly #parts: RunningJobParts
  readonly #abort = new AbortController()
  readonly #ended = new AbortController()
  #progress: Progress | undefined
  #progressAtMs = Number.NEGATIVE_INFINITY
  #isProgressDue = false
  #leaseUntilMs: number
  #isFinished = false
  readonly #sleeps = new Set<{ readonly untilMs: number }>()

  constructor(parts: RunningJobParts) {
    this.#parts = parts
    this.#leaseUntilMs = parts.clock.nowMs() + parts.leaseMs
  }

  /** When the job wakes that sleeps on the clock; undefined while it works. */
  get sleepsUntilMs(): number | undefined {
    return this.#sleeps.size === 0 ? undefined : Math.min(...[...this.#sleeps].map(({ untilMs }) => untilMs))
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
    if (this.#isOver) return
    const progress = this.#progress
    this.#progress = undefined
    const leaseUntilMs = clock.nowMs() + leaseMs
    const { held, cancel } = await queue.heartbeat(job.id, holder, leaseUntilMs, progress)
    if (this.#isOver) return
    this.#leaseUntilMs = leaseUntilMs
    if (!held) this.stop('lost')
    else if (cancel) this.stop('cancelled')
  }

  async beatIfLate(): Promise<void> {
    if (this.#leaseUntilMs <= this.#parts.clock.nowMs()) await this.beat()
  }

  get #isOver(): boolean {
    return this.#isFinished || this.#ended.signal.aborted
  }

  /** Of what is told within the time between two the last is stored when that time is over. */
  #showProgress(progress: Progress): void {
    this.#progress = progress
    if (this.#isProgressDue) return
    this.#isProgressDue = true
    this.#storeWhenDue().catch(error => {
      const { log, job } = this.#parts
      if (!this.#ended.signal.aborted) log.warn({ job: job.id, err: error }, 'could not store progress')
    })
  }

  async #storeWhenDue(): Promise<void> {
    const { clock } = this.#parts
    try {
      const waitMs = this.#progressAtMs + progressEveryMs - clock.nowMs()
      if (waitMs > 0) await clock.sleep(waitMs, this.#ended.signal)
    } finally {
      this.#isProgressDue = false
    }
    this.#progressAtMs = clock.nowMs()
    await this.beat()
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
      if (job.attempts > this.#attemptsMax + interruptionsMax) {
        throw new JobFailure(
          `The server ended ${job.attempts - 1} times while it did this work. Create the resource again.`,
        )
      }
      await kind.run(job, this.#context())
      if (!this.#isFinished) await this.#finish(async () => [])
    } catch (error) {
      if (this.#isFinished) throw error
      await this.#end(error)
    }
  }

  /** The clock, and a note of who sleeps on it. */
  #sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    const { clock, onSleep } = this.#parts
    const sleep = { untilMs: clock.nowMs() + ms }
    this.#sleeps.add(sleep)
    onSleep?.()
    try {
      await clock.sleep(ms, signal)
    } finally {
      this.#sleeps.delete(sleep)
    }
  }

  #context() {
    const { records, clock, log, job } = this.#parts
    return {
      signal: this.#abort.signal,
      records,
      clock: { nowMs: () => clock.nowMs(), sleep: this.#sleep },
      log: log.child({ job: job.id, kind: job.kind, resource: job.resource }),
      progress: (progress: Progress) => this.#showProgress(progress),
      finish: async (work: (read: RecordReader) => Promise<readonly Change[]>) => {
        if (this.#stopReason === 'lost') this.#abort.signal.throwIfAborted()
        await this.#finish(work)
      },
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

  get #attemptsMax(): number {
    return this.#parts.kind.attemptsMax ?? retryPolicy.attemptsMax
  }

  get #stopReason(): StopReason | undefined {
    const reason: unknown = this.#abort.signal.reason
    return reason instanceof Stopped ? reason.reason : undefined
  }

  async #end(error: unknown): Promise<void> {
    const { queue, job, clock, log } = this.#parts
    if (this.#stopReason !== undefined) return this.#endStopped(this.#stopReason)
    if (error instanceof JobFailure) return this.#refuse(error.message)
    if (error instanceof Starved) {
      log.warn(
        { job: job.id, kind: job.kind, reason: error.message },
        'a job begins again, with a share of the processors',
      )
      return queue.giveBack(job.id, clock.nowMs(), `It began again with a share of the processors: ${error.message}.`)
    }
    log.error({ job: job.id, kind: job.kind, attempt: job.attempts, err: error }, 'a job failed')
    const cause = messageOf(error)
    if (job.attempts < this.#attemptsMax) {
      await queue.retry(job.id, clock.nowMs() + retryDelayMs(job.attempts), cause)
    } else {
      await this.#refuse(
        `Internal error in ${job.attempts} attempts, the last one: ${cause}. Create the resource again; the server's log has more under job ${job.id}.`,
      )
    }
  }

  async #endStopped(reason: StopReason): Promise<void> {
    const { queue, job, clock } = this.#parts
    if (reason === 'cancelled') await this.#finish(async () => [])
    if (reason === 'stopping') await queue.giveBack(job.id, clock.nowMs())
  }

  async #refuse(reason: string): Promise<void> {
    const { kind, job, queue, clock, log } = this.#parts
    try {
      await this.#finish(read => kind.failed(job, reason, read))
    } catch (error) {
      log.error({ job: job.id, kind: job.kind, reason, err: error }, 'could not write why a job failed')
      const text = `${reason} (not written: ${messageOf(error)})`
      if (job.attempts < this.#attemptsMax + interruptionsMax) {
        await queue.retry(job.id, clock.nowMs() + retryPolicy.delayMsMax, text)
      } else {
        await queue.fail(job.id, text)
      }
    }
  }
}
