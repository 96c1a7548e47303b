/**
 * From a record to what Describe and List show of it. The body goes out as it was given; private members and members a
 * summary lacks are cut by the wire, which knows the declared shape. Hence the one cast.
 */

import type { DescriptionOf, Resource, SummaryOf } from '../resources/resource.ts'
import type { ResourceRecord } from '../storage/records.ts'
import type { OperationContext } from './context.ts'
import { find } from './finding.ts'

const secondsOf = (ms: number): number => ms / 1000

const shown = (resource: Resource, record: ResourceRecord): Record<string, unknown> => ({
  ...record.body,
  [resource.nameMember]: record.name,
  [resource.arnMember]: record.arn,
  status: record.status ?? undefined,
  creationDateTime: secondsOf(record.createdAtMs),
  lastUpdatedDateTime: secondsOf(record.updatedAtMs),
})

export const describe = <R extends Resource>(resource: R, record: ResourceRecord): DescriptionOf<R> =>
  shown(resource, record) as DescriptionOf<R>

export const summarise = <R extends Resource>(resource: R, record: ResourceRecord): SummaryOf<R> =>
  shown(resource, record) as SummaryOf<R>

/** What most Describe operations are. */
export const describeArn = async <R extends Resource>(
  resource: R,
  arn: string,
  { records, caller }: OperationContext,
): Promise<DescriptionOf<R>> => describe(resource, await find(records, caller, resource, arn))
