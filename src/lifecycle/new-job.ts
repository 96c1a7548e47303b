/** Puts work in the queue, as one of the changes of a transaction. Jobs of one subject run in the order of their making. */

import { randomUuid } from '../base/random.ts'
import type { Change } from '../storage/records.ts'

export interface JobOrder {
  readonly kind: string
  /** ARN of the resource whose status the job drives. */
  readonly resource: string
  /** Absent: the resource itself. */
  readonly subject?: string
  readonly payload?: Readonly<Record<string, unknown>>
  readonly delayMs?: number
}

export const enqueue = (order: JobOrder, nowMs: number): Change => ({
  type: 'enqueue',
  job: {
    id: randomUuid(),
    kind: order.kind,
    resource: order.resource,
    subject: order.subject ?? order.resource,
    payload: order.payload ?? {},
    createdAtMs: nowMs,
    dueAtMs: nowMs + (order.delayMs ?? 0),
  },
})

/**
 * Moves a new resource, or an update of one, through its states. The subject is its own: an import that runs has the
 * dataset for its subject and may be waiting for just this job.
 */
export const settling = (arn: string, delayMs: number, payload: JobOrder['payload'] = {}): JobOrder => ({
  kind: 'settle',
  resource: arn,
  subject: `${arn}#state`,
  payload,
  delayMs,
})

/**
 * Attempts of the jobs of this folder: they only move records, so what can fail is the store, and a resource must not stay
 * in a passing state because the disk was full for an hour.
 */
export const endless = Number.POSITIVE_INFINITY
