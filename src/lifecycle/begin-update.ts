/** Writes the wanted values of an update into the record, pending. Operations begin updates, and so does synchronising. */

import type { UpdateRule } from '../resources/resource.ts'
import { isCreating } from '../resources/status.ts'
import type { Change, ResourceRecord } from '../storage/records.ts'

export type Wanted = Readonly<Record<string, unknown>>

interface Update extends Wanted {
  readonly status?: string
}

export const updateOf = (record: ResourceRecord, rule: UpdateRule): Update | undefined =>
  record.body[rule.member] as Update | undefined

export const isUpdating = (record: ResourceRecord, rule: UpdateRule): boolean =>
  isCreating(updateOf(record, rule)?.status)

export const beginUpdate = (record: ResourceRecord, rule: UpdateRule, wanted: Wanted, nowMs: number): Change => {
  const seconds = nowMs / 1000
  const update = { ...wanted, status: 'CREATE PENDING', creationDateTime: seconds, lastUpdatedDateTime: seconds }
  return { type: 'update', record: { ...record, body: { ...record.body, [rule.member]: update } } }
}
