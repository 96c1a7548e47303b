/**
 * Updates of a resource that stays as it is meanwhile: the wanted values wait in `latest…Update` under the CREATE states
 * and become its own when the update is ACTIVE. A second update while one runs is "in use": programs read that as
 * "pending" and poll on; taking it and starting over would never finish [sample: control-plane page, section 3].
 */

import { assert } from '../base/assert.ts'
import { inUse } from '../contract/errors.ts'
import { beginUpdate, isUpdating, type Wanted } from '../lifecycle/begin-update.ts'
import { enqueue, settling } from '../lifecycle/new-job.ts'
import type { Resource } from '../resources/resource.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { OperationContext } from './context.ts'
import { find, mustHaveStatus } from './finding.ts'

export const mustNotBeUpdating = (resource: Resource, record: ResourceRecord): void => {
  if (resource.update && isUpdating(record, resource.update)) throw inUse(`${record.arn} is being updated.`)
}

/** `prepare` checks what is asked and gives the values the resource is to have. */
export const update = async (
  resource: Resource,
  arn: string,
  context: OperationContext,
  prepare: (read: RecordReader, record: ResourceRecord) => Promise<Wanted>,
): Promise<void> => {
  const rule = resource.update
  assert(rule, `${resource.words} can be updated`)
  await context.records.transact(async read => {
    const record = await find(read, context.caller, resource, arn)
    mustHaveStatus(record, rule.allowedIn)
    mustNotBeUpdating(resource, record)
    const wanted = await prepare(read, record)
    const nowMs = context.clock.nowMs()
    const payload = { update: true }
    // A `deploy` job stretches the states itself, as it does for a new campaign.
    const { stateDelayMs } = context.settings
    const order =
      rule.job === 'settle' ? settling(arn, stateDelayMs, payload) : { kind: rule.job, resource: arn, payload }
    return { changes: [beginUpdate(record, rule, wanted, nowMs), enqueue(order, nowMs)], result: undefined }
  })
  context.jobsChanged()
}
