/**
 * How every resource comes to be: in one transaction the operation's own checks hold, the ARN is free, the quota is kept,
 * the record is inserted and its job enqueued. The answer is given only after that is on disk; the job does the rest.
 *
 * Order of refusals: what is wrong with the input, what does not exist, what is in the wrong state (all by the
 * operation's plan), then the taken name, then the quota.
 */

import { alreadyExists } from '../contract/errors.ts'
import { enqueue, type JobOrder } from '../lifecycle/new-job.ts'
import { arnOf, type Owner } from '../resources/arn.ts'
import type { Resource } from '../resources/resource.ts'
import type { Change, RecordReader, Tag } from '../storage/records.ts'
import type { OperationContext } from './context.ts'
import { checkQuota } from './quota.ts'
import { checkTags } from './tags.ts'

export interface Plan {
  readonly name: string
  /** What follows the type in the ARN. Absent: the name. */
  readonly path?: readonly string[]
  readonly parent: string | null
  readonly group: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly tags: readonly Tag[] | undefined
  /** Jobs that drive the new resource. Without any it has no status. */
  readonly jobs: (arn: string) => readonly JobOrder[]
}

/** Versions live below their solution; every other type of ARN is the kind. */
const arnTypeOf = (resource: Resource): string => (resource.kind === 'solution-version' ? 'solution' : resource.kind)

/** The record of a plan and the jobs behind it, as they are committed. */
export const changesFor = (
  resource: Resource,
  { account, region }: Owner,
  plan: Plan,
  nowMs: number,
): readonly Change[] => {
  const arn = arnOfPlan(resource, { account, region }, plan)
  const orders = plan.jobs(arn)
  const record = {
    arn,
    kind: resource.kind,
    account,
    region,
    name: plan.name,
    parent: plan.parent,
    group: plan.group,
    status: orders.length > 0 ? 'CREATE PENDING' : null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 0,
    body: plan.body,
  }
  return [{ type: 'insert', record, tags: plan.tags ?? [] }, ...orders.map(order => enqueue(order, nowMs))]
}

const arnOfPlan = (resource: Resource, owner: Owner, { name, path }: Plan): string =>
  arnOf(owner, arnTypeOf(resource), ...(path ?? [name]))

/** Gives the ARN of the new resource. `prepare` may run again when the records it read have moved. */
export const create = async (
  resource: Resource,
  context: OperationContext,
  prepare: (read: RecordReader) => Promise<Plan>,
): Promise<string> => {
  const arn = await context.records.transact(async read => {
    const plan = await prepare(read)
    checkTags(plan.tags ?? [])
    const arn = arnOfPlan(resource, context.caller, plan)
    if (await read.get(arn)) throw alreadyExists(arn)
    await checkQuota(read, resource, plan.group, context)
    return { changes: changesFor(resource, context.caller, plan, context.clock.nowMs()), result: arn }
  })
  context.jobsChanged()
  return arn
}
