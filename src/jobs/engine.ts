/**
 * The engine. The life of a job:
 *
 *     enqueue ─▶ queued ─claim─▶ running ─┬─ finish ──────────▶ gone
 *                  ▲                      ├─ cancel ──────────▶ gone
 *                  ├── retry after delay ─┤
 *                  ├── engine stops ──────┤
 *                  └── lease ran out ─────┘    JobFailure or attempts spent ─▶ gone, the resource says why
 *
 * The engine looks for work when it is told that jobs changed, when a job ends, when the next queued job falls due, and
 * once per lease for jobs of holders that vanished. Light jobs run side by side; heavy ones, which compute in child processes, a few at a
 * time. The engine never computes: a kind that does must use `child.ts`.
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { randomHex } from '../base/random.ts'
import type { Settings } from '../config.ts'
import type { Job, JobQueue } from '../storage/job-queue.ts'
import type { Records } from '../storage/records.ts'
import type { JobKind } from './job-kind.ts'
import { RunningJob } from './running-job.ts'

export interface EngineParts {
  readonly records: Records
  readonly queue: JobQueue
  readonly kinds: readonly JobKind[]
  readonly clock: Clock
  readonly log: Log
  readonly settings: Pick<Settings, 'heavyJobs' | 'leaseMs'>
}

export interface JobEngine {
  start(): void
  /** Jobs were enqueued or cancelled: look at once. */
  changed(): void
  /**
   * Resolves when nothing is under way at this moment of the clock: no job is due, and those that run sleep. Tells when the
   * next one falls due or wakes. For whoever turns the clock; when the engine stops, at once.
   */
  quiet(): Promise<Quiet>
  /** Stops looking, gives running jobs back to the queue, and resolves when they have let go. */
  stop(): Promise<void>
}

export interface Quiet {
  /** Absent when nothing waits for a moment to come. */
  readonly nextAtMs?: number
}

/** Light jobs are a few reads and one commit each. */
const lightJobsMax = 64

type Lane = JobKind['lane']

class Engine implements JobEngine {
  readonly #parts: EngineParts
  readonly #holder = randomHex(16)
  readonly #kinds: ReadonlyMap<string, JobKind>
  readonly #running = new Map<RunningJob, { lane: Lane; ended: Promise<void> }>()
  readonly #stopping = new AbortController()
  #wake = new AbortController()
  #waitForQuiet: ((quiet: Quiet) => void)[] = []
  #loop: Promise<void> | undefined

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#kinds = new Map(parts.kinds.map(kind => [kind.name, kind]))
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  changed(): void {
    for (const running of this.#running.keys()) {
      running.beat().catch(error => this.#parts.log.warn({ err: error }, 'could not look at a running job'))
    }
    this.#wake.abort()
  }

  quiet(): Promise<Quiet> {
    if (this.#stopping.signal.aborted) return Promise.resolve({})
    return new Promise(resolve => {
      this.#waitForQuiet.push(resolve)
      this.#wake.abort()
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#wake.abort()
    await this.#loop
    this.#tellQuiet({})
    for (const running of this.#running.keys()) running.stop('stopping')
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  async #run(): Promise<void> {
    const { log } = this.#parts
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController()
      let dueAtMs: number | undefined
      try {
        // Taken before the claims: a job that falls due while they are made is seen by the next look, at once.
        const lookedAtMs = this.#parts.clock.nowMs()
        await this.#claimAll()
        dueAtMs = await this.#parts.queue.nextDueAtMs(lookedAtMs)
      } catch (error) {
        log.error({ err: error }, 'could not look for jobs')
      }
      this.#lookForQuiet(dueAtMs)
      await this.#rest(dueAtMs)
    }
  }

  async #claimAll(): Promise<void> {
    const { queue, clock } = this.#parts
    // A machine that slept wakes with leases of its own run out: they are renewed before they can be taken for a stranger's.
    await Promise.all([...this.#running.keys()].map(running => running.beatIfLate()))
    await queue.releaseExpired(clock.nowMs())
    await this.#claimLane('light', lightJobsMax)
    await this.#claimLane('heavy', this.#parts.settings.heavyJobs)
  }

  async #claimLane(lane: Lane, runningMax: number): Promise<void> {
    const { queue, clock, settings, kinds } = this.#parts
    const names = kinds.filter(kind => kind.lane === lane).map(kind => kind.name)
    while (!this.#stopping.signal.aborted && this.#countRunning(lane) < runningMax) {
      const nowMs = clock.nowMs()
      const job = await queue.claim(names, this.#holder, nowMs, nowMs + settings.leaseMs)
      if (!job) return
      this.#begin(job, lane)
    }
  }

  #lookForQuiet(dueAtMs: number | undefined): void {
    if (this.#waitForQuiet.length === 0 || this.#wake.signal.aborted) return
    const nowMs = this.#parts.clock.nowMs()
    const wakings = [...this.#running.keys()].map(running => running.sleepsUntilMs ?? nowMs)
    const nextAtMs = Math.min(dueAtMs ?? Number.POSITIVE_INFINITY, ...wakings)
    if (nextAtMs <= nowMs) return
    this.#tellQuiet(Number.isFinite(nextAtMs) ? { nextAtMs } : {})
  }

  #tellQuiet(quiet: Quiet): void {
    const waiting = this.#waitForQuiet
    this.#waitForQuiet = []
    for (const tell of waiting) tell(quiet)
  }

  #countRunning(lane: Lane): number {
    return [...this.#running.values()].filter(running => running.lane === lane).length
  }

  #begin(job: Job, lane: Lane): void {
    const { log, settings } = this.#parts
    const kind = this.#kinds.get(job.kind) as JobKind
    const running = new RunningJob({
      ...this.#parts,
      job,
      kind,
      holder: this.#holder,
      leaseMs: settings.leaseMs,
      onSleep: () => this.#onSleep(),
    })
    const ended = running
      .run()
      .catch(error => log.error({ job: job.id, err: error }, 'could not end a job'))
      .finally(() => {
        this.#running.delete(running)
        this.#wake.abort()
      })
    this.#running.set(running, { lane, ended })
  }

  #onSleep(): void {
    if (this.#waitForQuiet.length > 0) this.#wake.abort()
  }

  /** Until jobs change, the next one falls due, or it is time to look for expired leases. */
  async #rest(dueAtMs = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock, settings } = this.#parts
    // A job that is due but not claimable waits for another one, whose end wakes the engine.
    const untilDueMs = Math.max(0, dueAtMs - clock.nowMs())
    try {
      await clock.sleep(Math.min(untilDueMs, settings.leaseMs), this.#wake.signal)
    } catch {
      // Woken early: that is what the signal is for.
    }
  }
}

export const createJobEngine = (parts: EngineParts): JobEngine => new Engine(parts)
