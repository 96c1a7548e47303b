/**
 * How every resource with a status goes: it must be settled and unused; then DELETE PENDING is in force before the call
 * returns, and the `delete` job removes it a moment later [sample: clean-up programs count on seeing it once more].
 */

import { inUse } from '../contract/errors.ts'
import { enqueue } from '../lifecycle/new-job.ts'
import type { Blocker, Resource } from '../resources/resource.ts'
import { settled } from '../resources/status.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { OperationContext } from './context.ts'
import { find, mustHaveStatus } from './finding.ts'
import { mustNotBeUpdating } from './updating.ts'

/** Text of our own, naming what is in the way [control-plane page, section 16]. */
export const usedBy = (arn: string, blockerArn: string) => inUse(`Resource ${arn} is in use: ${blockerArn}`)

const tie = (blocker: Blocker, record: ResourceRecord) =>
  blocker.by === 'parent' ? { parent: record.arn } : { group: record.group ?? record.arn }

const counts = (blocker: Blocker, record: ResourceRecord): boolean =>
  blocker.datasetTypes?.includes(String(record.body.datasetType)) ?? true

const checkBlockers = async (read: RecordReader, resource: Resource, record: ResourceRecord): Promise<void> => {
  for (const blocker of resource.blockers.filter(blocker => counts(blocker, record))) {
    const { account, region } = record
    const statuses = blocker.statuses ? { statuses: blocker.statuses } : {}
    const [found] = await read.list({
      kind: blocker.kind,
      account,
      region,
      limit: 1,
      ...tie(blocker, record),
      ...statuses,
    })
    if (found) throw usedBy(record.arn, found.arn)
  }
}

export const remove = async (
  resource: Resource,
  arn: string,
  context: OperationContext,
  checkMore: (read: RecordReader, record: ResourceRecord) => Promise<void> = async () => {},
): Promise<undefined> => {
  await context.records.transact(async read => {
    const record = await find(read, context.caller, resource, arn)
    mustHaveStatus(record, settled)
    if (resource.update?.blocksDeletion) mustNotBeUpdating(resource, record)
    await checkBlockers(read, resource, record)
    await checkMore(read, record)
    const nowMs = context.clock.nowMs()
    const order = { kind: 'delete', resource: arn, delayMs: context.settings.deleteDelayMs }
    return {
      changes: [
        { type: 'update', record: { ...record, status: 'DELETE PENDING', updatedAtMs: nowMs } },
        { type: 'cancel-jobs', resource: arn },
        enqueue(order, nowMs),
      ],
      result: undefined,
    }
  })
  context.jobsChanged()
}
