/**
 * From an ARN to the record it names, for this caller. What belongs to another account or region, or is a resource of
 * another kind, does not exist for the caller: the answer is the same as for an ARN nobody ever made.
 */

import { inUse, notFound } from '../contract/errors.ts'
import type { Owner } from '../resources/arn.ts'
import type { Resource } from '../resources/resource.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'

export const isOwn = (record: ResourceRecord, caller: Owner): boolean =>
  record.account === caller.account && record.region === caller.region

export const findIfAny = async (
  read: RecordReader,
  caller: Owner,
  resource: Resource,
  arn: string,
): Promise<ResourceRecord | undefined> => {
  const record = await read.get(arn)
  return record && record.kind === resource.kind && isOwn(record, caller) ? record : undefined
}

export const find = async (
  read: RecordReader,
  caller: Owner,
  resource: Resource,
  arn: string,
): Promise<ResourceRecord> => {
  const record = await findIfAny(read, caller, resource, arn)
  if (!record) throw notFound(resource.words, arn)
  return record
}

/** Text of our own; the original's is not recorded [control-plane page, section 16]. */
export const wrongStatus = (record: ResourceRecord) => inUse(`${record.arn} has status ${record.status}`)

export const mustHaveStatus = (record: ResourceRecord, statuses: readonly string[]): void => {
  if (!statuses.includes(record.status ?? '')) throw wrongStatus(record)
}
