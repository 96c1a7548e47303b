/** Jobs as rows: the statements behind the job queue and behind the job changes of a transaction. */

import type { Job, JobView } from '../job-queue.ts'
import type { Change, NewJob } from '../records.ts'
import type { Row } from './database.ts'
import type { Write } from './write-batch.ts'

const enqueueJob = (job: NewJob): Write => ({
  sql: `insert into jobs (id, kind, resource, subject, payload, created_at_ms, due_at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)`,
  values: [job.id, job.kind, job.resource, job.subject, JSON.stringify(job.payload), job.createdAtMs, job.dueAtMs],
})

const kindsClause = (kinds: readonly string[] | undefined, from: number): string =>
  kinds ? ` and kind in (${kinds.map((_, index) => `$${from + index}`).join(', ')})` : ''

/** Failed jobs of the resource go too: they are only there to be seen. */
const cancelJobs = (resource: string, kinds: readonly string[] | undefined): readonly Write[] => [
  {
    sql: `delete from jobs where resource = $1 and state <> 'running'${kindsClause(kinds, 2)}`,
    values: [resource, ...(kinds ?? [])],
  },
  {
    sql: `update jobs set cancel_requested = 1 where resource = $1 and state = 'running'${kindsClause(kinds, 2)}`,
    values: [resource, ...(kinds ?? [])],
  },
]

/** The statements of a change to jobs; undefined for changes to records. */
export function jobWrites(change: Change): readonly Write[] | undefined {
  switch (change.type) {
    case 'enqueue':
      return [enqueueJob(change.job)]
    case 'complete-job':
      return [{ sql: 'delete from jobs where id = $1', values: [change.jobId], expectedChanges: 1 }]
    case 'cancel-jobs':
      return cancelJobs(change.resource, change.kinds)
    default:
      return undefined
  }
}

/**
 * A job waits while an older one of its subject is queued (though not yet due) or any one of its subject runs; so
 * the jobs of a subject run one at a time and in the order of their making.
 */
export const claimJob = (kinds: readonly string[], holder: string, nowMs: number, leaseUntilMs: number): Write => ({
  sql: `update jobs set state = 'running', holder = $1, lease_until_ms = $2, attempts = attempts + 1, progress = null
    where id = (
      select job.id from jobs as job
      where job.state = 'queued' and job.due_at_ms <= $3
        and job.kind in (${kinds.map((_, index) => `$${index + 4}`).join(', ')})
        and not exists (
          select 1 from jobs as other
          where other.subject = job.subject
            and (other.state = 'running' or (other.state = 'queued' and other.sequence < job.sequence))
        )
      order by job.due_at_ms, job.sequence limit 1
    )
    returning id, kind, resource, subject, payload, created_at_ms, due_at_ms, attempts`,
  values: [holder, leaseUntilMs, nowMs, ...kinds],
})

export const jobOf = (row: Row): Job => ({
  id: row.id as string,
  kind: row.kind as string,
  resource: row.resource as string,
  subject: row.subject as string,
  payload: JSON.parse(row.payload as string),
  createdAtMs: row.created_at_ms as number,
  dueAtMs: row.due_at_ms as number,
  attempts: row.attempts as number,
})

export const heartbeat = (jobId: string, holder: string, leaseUntilMs: number, progress: string | null): Write => ({
  sql: `update jobs set lease_until_ms = $1, progress = coalesce($2, progress)
    where id = $3 and holder = $4 and state = 'running' returning cancel_requested`,
  values: [leaseUntilMs, progress, jobId, holder],
})

/** Back in the queue. A spent attempt is given back where the job was not at fault. */
export const retryJob = (jobId: string, dueAtMs: number, error: string | null, givesAttemptBack: boolean): Write => ({
  sql: `update jobs set state = 'queued', holder = null, lease_until_ms = null, due_at_ms = $1, error = $2,
    attempts = attempts - $3, progress = null where id = $4 and state = 'running'`,
  values: [dueAtMs, error, givesAttemptBack ? 1 : 0, jobId],
})

/** After jobs came back to the queue: those that were asked to stop while they ran are dropped. */
export const dropCancelled: Write = {
  sql: `delete from jobs where state = 'queued' and cancel_requested = 1`,
  values: [],
}

export const failJob = (jobId: string, error: string): Write => ({
  sql: `update jobs set state = 'failed', holder = null, lease_until_ms = null, error = $1 where id = $2`,
  values: [error, jobId],
})

export const releaseExpired = (nowMs: number): Write => ({
  sql: `update jobs set state = 'queued', holder = null, lease_until_ms = null
    where state = 'running' and lease_until_ms < $1 returning id`,
  values: [nowMs],
})

/** After a start on a locked directory nobody can be running anything: the process that was is dead. */
export const releaseAll: Write = {
  sql: `update jobs set state = 'queued', holder = null, lease_until_ms = null where state = 'running'`,
  values: [],
}

export const viewColumns = 'id, kind, resource, state, attempts, created_at_ms, due_at_ms, error, progress'

export const viewOf = (row: Row): JobView => ({
  id: row.id as string,
  kind: row.kind as string,
  resource: row.resource as string,
  state: row.state as JobView['state'],
  attempts: row.attempts as number,
  createdAtMs: row.created_at_ms as number,
  dueAtMs: row.due_at_ms as number,
  ...(row.error === null ? {} : { error: row.error as string }),
  ...(row.progress === null ? {} : { progress: JSON.parse(row.progress as string) }),
})
