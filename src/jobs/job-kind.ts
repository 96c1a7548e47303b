/**
 * What the engine needs to know of a kind of work. A handler runs once per attempt; when the process dies it runs again
 * from the start on the next one, so it must be repeatable: side effects go under names derived from the job id, and
 * the last step is one transaction (`finish`) that commits the outcome together with the end of the job.
 */

import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Job, Progress } from '../storage/job-queue.ts'
import type { Change, RecordReader, Records } from '../storage/records.ts'

export interface JobContext {
  /** Aborted on cancel, on a lost lease and on shutdown. */
  readonly signal: AbortSignal
  readonly records: Records
  readonly clock: Clock
  readonly log: Log
  readonly progress: (progress: Progress) => void
  /** Commits these changes and the end of the job as one. */
  readonly finish: (work: (read: RecordReader) => Promise<readonly Change[]>) => Promise<void>
}

export interface JobKind {
  readonly name: string
  /** `heavy` work (a child process that computes) runs a few at a time; `light` work never waits for it. */
  readonly lane: 'light' | 'heavy'
  /** Attempts before `failed` is called. A JobFailure is final at once. */
  readonly attemptsMax?: number
  run(job: Job, context: JobContext): Promise<void>
  /** The changes that tell the customer: status CREATE FAILED and a `failureReason`. Committed with the end of the job. */
  failed(job: Job, reason: string, read: RecordReader): Promise<readonly Change[]>
}

/** Work that cannot succeed by trying again; `message` becomes the customer's `failureReason` and says what to change. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
}
