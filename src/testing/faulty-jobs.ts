/**
 * Job kinds that look for a fault before they work. A failing resource ends as its own kind would end it; those that only
 * pass through states (`settle`) are ended here. Deletions, and work that follows from other work, meet none.
 */

import { type JobContext, JobFailure, type JobKind } from '../jobs/job-kind.ts'
import { resourceOfKind } from '../resources/table.ts'
import type { Job } from '../storage/job-queue.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import type { Faults } from './faults.ts'

const faultless: readonly string[] = [
  'delete',
  'fold',
  'refresh',
  'schedule-training',
  'schedule-update',
  'synchronise',
]

/** Sleeps before the outcome is committed, so that the resource is seen at work meanwhile. */
const late = (context: JobContext, delaySeconds: number): JobContext => ({
  ...context,
  finish: async work => {
    await context.clock.sleep(delaySeconds * 1000, context.signal)
    await context.finish(work)
  },
})

const failed = (record: ResourceRecord, failureReason: string, nowMs: number): ResourceRecord => ({
  ...record,
  status: 'CREATE FAILED',
  updatedAtMs: nowMs,
  body: { ...record.body, failureReason },
})

const updateFailed = (record: ResourceRecord, failureReason: string, nowMs: number): ResourceRecord => {
  const member = resourceOfKind(record.kind)?.update?.member
  if (member === undefined) return record
  const update = { ...(record.body[member] as object), status: 'CREATE FAILED', failureReason }
  return { ...record, body: { ...record.body, [member]: { ...update, lastUpdatedDateTime: nowMs / 1000 } } }
}

async function endSettling(job: Job, reason: string, nowMs: number, read: RecordReader): Promise<readonly Change[]> {
  const record = await read.get(job.resource)
  if (!record) return []
  const end = job.payload.update === true ? updateFailed : failed
  return [{ type: 'update', record: end(record, reason, nowMs) }]
}

const faultyKind = (kind: JobKind, faults: Faults): JobKind => ({
  ...kind,
  run: async (job, context) => {
    const record = await context.records.get(job.resource)
    const fault = record && faults.forResource(record.arn, record.name)
    if (fault?.failureReason === undefined) {
      return kind.run(job, fault?.delaySeconds ? late(context, fault.delaySeconds) : context)
    }
    const { failureReason, delaySeconds = 0 } = fault
    if (delaySeconds > 0) await context.clock.sleep(delaySeconds * 1000, context.signal)
    if (kind.name !== 'settle') throw new JobFailure(failureReason)
    await context.finish(read => endSettling(job, failureReason, context.clock.nowMs(), read))
  },
})

export const withFaultyWork = (kinds: readonly JobKind[], faults: Faults): readonly JobKind[] =>
  kinds.map(kind => (faultless.includes(kind.name) ? kind : faultyKind(kind, faults)))
