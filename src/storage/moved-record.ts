/** A record in another state, with some members of its body new: how jobs move what they work for. */

import type { Change, ResourceRecord } from './records.ts'

export const movedRecord = (
  record: ResourceRecord,
  status: string,
  updatedAtMs: number,
  members: Readonly<Record<string, unknown>> = {},
): Change => ({ type: 'update', record: { ...record, status, updatedAtMs, body: { ...record.body, ...members } } })
