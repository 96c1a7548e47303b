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
import type { Change, ResourceRecord } from '../storage/records.ts'
import { updateOf } from './begin-update.ts'
import { endless, enqueue, settling } from './new-job.ts'

interface Moment {
  readonly nowMs: number
  readonly stateDelayMs: number
}

const again = (job: Job, { nowMs, stateDelayMs }: Moment): Change =>
  enqueue(settling(job.resource, stateDelayMs, job.payload), nowMs)

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
  const status = nextStatus(record.status, moment.stateDelayMs)
  if (status === undefined) return []
  const { failureReason } = job.payload
  if (typeof failureReason === 'string' && status !== 'CREATE STOPPED') {
    const failed = { ...record, body: { ...record.body, failureReason } }
    return [withStatus(failed, 'CREATE FAILED', moment.nowMs)]
  }
  const isMidway = status === 'CREATE IN_PROGRESS'
  return [withStatus(record, status, moment.nowMs), ...(isMidway ? [again(job, moment)] : [])]
}

const stepOfUpdate = (record: ResourceRecord, rule: UpdateRule, job: Job, moment: Moment): readonly Change[] => {
  const former = updateOf(record, rule)
  const status = nextStatus(former?.status, moment.stateDelayMs)
  if (!former || status === undefined) return []
  const update = { ...former, status, lastUpdatedDateTime: moment.nowMs / 1000 }
  const isDone = status === 'ACTIVE'
  const body = { ...(isDone ? rule.applied(record.body, former) : record.body), [rule.member]: update }
  const updatedAtMs = isDone ? moment.nowMs : record.updatedAtMs
  return [{ type: 'update', record: { ...record, body, updatedAtMs } }, ...(isDone ? [] : [again(job, moment)])]
}

export const settleJobKind = ({ settings }: { readonly settings: Settings }): JobKind => ({
  name: 'settle',
  lane: 'light',
  attemptsMax: endless,
  run: (job, { clock, finish }) =>
    finish(async read => {
      const record = await read.get(job.resource)
      if (!record) return []
      const moment = { nowMs: clock.nowMs(), stateDelayMs: settings.stateDelayMs }
      if (job.payload.update !== true) return stepOfResource(record, job, moment)
      const rule = resourceOfKind(record.kind)?.update
      return rule ? stepOfUpdate(record, rule, job, moment) : []
    }),
  failed: async () => [],
})
