/**
 * Port: the table of jobs as the engine sees it. Jobs are put there by `enqueue` changes (records.ts) and leave by
 * `complete-job`.
 *
 * States: `queued` → (claim) `running` → gone by complete, or back to `queued` by retry or by an expired lease, or
 * `failed` when not even its failure could be committed. A cancel on a running job tells its holder to stop; should the
 * job come back to the queue all the same (its holder died or stopped), it is dropped like a queued one.
 */

export interface Job {
  readonly id: string
  readonly kind: string
  readonly resource: string
  readonly subject: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly createdAtMs: number
  readonly dueAtMs: number
  readonly attempts: number
}

export interface Progress {
  readonly done: number
  readonly total?: number
  /** What is counted: rows, bytes, steps. */
  readonly unit: string
  /** The step under way, for people. */
  readonly note?: string
}

export interface JobView {
  readonly id: string
  readonly kind: string
  readonly resource: string
  readonly state: 'queued' | 'running' | 'failed'
  readonly attempts: number
  readonly createdAtMs: number
  /** A queued job waits for this moment. */
  readonly dueAtMs: number
  readonly error?: string
  readonly progress?: Progress
}

export interface JobQueue {
  /** The oldest due job among `kinds` whose subject has no running job; leased to `holder` until `leaseUntilMs`. */
  claim(kinds: readonly string[], holder: string, nowMs: number, leaseUntilMs: number): Promise<Job | undefined>
  /** False when the lease was lost or the job is gone. `cancel` is true when its holder should stop. */
  heartbeat(
    jobId: string,
    holder: string,
    leaseUntilMs: number,
    progress?: Progress,
  ): Promise<{ held: boolean; cancel: boolean }>
  retry(jobId: string, dueAtMs: number, error: string): Promise<void>
  /** Back to the queue without spending the attempt: the job was not at fault (shutdown). `reason`: for those who list jobs. */
  giveBack(jobId: string, dueAtMs: number, reason?: string): Promise<void>
  fail(jobId: string, error: string): Promise<void>
  /** Gives back every running job whose lease is over; says how many. */
  releaseExpired(nowMs: number): Promise<number>
  /** When the next queued job falls due that is not due at `nowMs`; undefined when there is none. */
  nextDueAtMs(nowMs: number): Promise<number | undefined>
  /** Jobs queued, running or failed, with their progress, for resources of this account and region. */
  list(account: string, region: string): Promise<readonly JobView[]>
}
