/**
 * Job kind `settle`: moves what needs no work of its own through its states. New groups, datasets and solutions; updates
 * inside `latest…Update`; versions that end without a model.
 *
 *     CREATE PENDING → CREATE IN_PROGRESS → ACTIVE      each state lasts `stateDelayMs`; with 0 the middle one is skipped
 *     CREATE PENDING → CREATE FAILED                    payload `failureReason`: known from the start not to succeed
 *     CREATE STOPPING → CREATE STOPPED                  queued behind the training that was asked to stop
 *
 * Each run makes one step and enqueues the next, so that a stretched state holds no worker and survives a restart.
 */

import type { Settings } from '../config.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import type { UpdateRule } from '../resources/resource.ts'
import { resourceOfKind } from '../resources/table.ts'
import type { Job } from '../storage/job-queue.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import { updateOf } from './begin-update.ts'
import { endless, enqueue, settling } from './new-job.ts'
import { beginSchedule, beginsSchedule, versionsOf } from './training-schedule.ts'

interface Moment {
  readonly read: RecordReader
  readonly nowMs: number
  readonly settings: Settings
}

const again = (job: Job, { nowMs, settings }: Moment): Change =>
  enqueue(settling(job.resource, settings.stateDelayMs, job.payload), nowMs)

const nextStatus = (status: string | null | undefined, stateDelayMs: number): string | undefined => {
  if (status === 'CREATE PENDING') return stateDelayMs > 0 ? 'CREATE IN_PROGRESS' : 'ACTIVE'
  if (status === 'CREATE IN_PROGRESS') return 'ACTIVE'
  if (status === 'CREATE STOPPING') return 'CREATE STOPPED'
  return undefined
}

const withStatus = (record: ResourceRecord, status: string, nowMs: number): Change => ({
  type: 'update',
  record: { ...record, status, updatedAtMs: nowMs },
})

const stepOfResource = (record: ResourceRecord, job: Job, moment: Moment): readonly Change[] => {
  const status = nextStatus(record.status, moment.settings.stateDelayMs)
  if (status === undefined) return []
  const { failureReason } = job.payload
  if (typeof failureReason === 'string' && status !== 'CREATE STOPPED') {
    const failed = { ...record, body: { ...record.body, failureReason } }
    return [withStatus(failed, 'CREATE FAILED', moment.nowMs)]
  }
  const isMidway = status === 'CREATE IN_PROGRESS'
  return [withStatus(record, status, moment.nowMs), ...(isMidway ? [again(job, moment)] : [])]
}

const stepOfUpdate = async (
  record: ResourceRecord,
  rule: UpdateRule,
  job: Job,
  moment: Moment,
): Promise<readonly Change[]> => {
  const former = updateOf(record, rule)
  const status = nextStatus(former?.status, moment.settings.stateDelayMs)
  if (!former || status === undefined) return []
  const update = { ...former, status, lastUpdatedDateTime: moment.nowMs / 1000 }
  if (status !== 'ACTIVE') {
    const waiting = { ...record, body: { ...record.body, [rule.member]: update } }
    return [{ type: 'update', record: waiting }, again(job, moment)]
  }
  const body = { ...rule.applied(record.body, former), [rule.member]: update }
  const updated = { ...record, body, updatedAtMs: moment.nowMs }
  return record.kind === 'solution'
    ? withSchedule(record, updated, former, moment)
    : [{ type: 'update', record: updated }]
}

/** An update of a solution may begin another schedule of automatic trainings. */
const withSchedule = async (
  before: ResourceRecord,
  after: ResourceRecord,
  update: Readonly<Record<string, unknown>>,
  { read, nowMs, settings }: Moment,
): Promise<readonly Change[]> => {
  const stop: Change = { type: 'cancel-jobs', resource: after.arn, kinds: ['schedule-training'] }
  if (after.body.performAutoTraining !== true) return [{ type: 'update', record: after }, stop]
  if (!beginsSchedule(before.body, update)) return [{ type: 'update', record: after }]
  const [newest] = await versionsOf(read, after)
  const trainingSchedule = { sinceMs: nowMs, ...(newest && { afterVersion: newest.arn }) }
  const scheduled = { ...after, body: { ...after.body, trainingSchedule } }
  const orders = beginSchedule(after.arn, true, nowMs, settings)
  return [{ type: 'update', record: scheduled }, stop, ...orders.map(order => enqueue(order, nowMs))]
}

export const settleJobKind = ({ settings }: { readonly settings: Settings }): JobKind => ({
  name: 'settle',
  lane: 'light',
  attemptsMax: endless,
  run: (job, { clock, finish }) =>
    finish(async read => {
      const record = await read.get(job.resource)
      if (!record) return []
      const moment = { read, nowMs: clock.nowMs(), settings }
      if (job.payload.update !== true) return stepOfResource(record, job, moment)
      const rule = resourceOfKind(record.kind)?.update
      return rule ? stepOfUpdate(record, rule, job, moment) : []
    }),
  failed: async () => [],
})
