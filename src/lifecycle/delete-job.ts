/**
 * Job kind `delete`: DELETE PENDING → DELETE IN_PROGRESS → gone. It falls due `deleteDelayMs` after the call, so that a
 * Describe straight after a Delete still answers [sample]. What a resource owns goes with it. The records go first, then
 * the files they named: a crash in between leaves files that nothing names, which `sweep.ts` removes at the next start.
 */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobKind } from '../jobs/job-kind.ts'
import { isDeleting } from '../resources/status.ts'
import { resourceOfKind } from '../resources/table.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { filesOf } from './files-of.ts'
import { endless } from './new-job.ts'

const withWhatBelongsToIt = async (read: RecordReader, record: ResourceRecord): Promise<readonly ResourceRecord[]> => {
  const { account, region, arn: parent } = record
  const kinds = resourceOfKind(record.kind)?.owns ?? []
  const owned = await Promise.all(kinds.map(kind => read.list({ kind, account, region, parent })))
  return [...owned.flat(), record]
}

interface DeleteParts {
  readonly dataDirectory: string
  /** Before what users did, or who they are, goes: with it goes what else is known of users of this dataset group. */
  readonly onUsersGo?: (group: string) => Promise<void>
  /** Told before each file goes, so that nobody keeps it in memory. */
  readonly onFileGone?: (file: string) => void
}

const holdsUsers = ({ kind, body }: ResourceRecord): boolean =>
  kind === 'dataset' && (body.datasetType === 'INTERACTIONS' || body.datasetType === 'USERS')

export const deleteJobKind = ({
  dataDirectory,
  onUsersGo = async () => {},
  onFileGone = () => {},
}: DeleteParts): JobKind => ({
  name: 'delete',
  lane: 'light',
  attemptsMax: endless,
  run: async (job, { records, clock, finish }) => {
    await records.transact(async read => {
      const record = await read.get(job.resource)
      if (record?.status !== 'DELETE PENDING') return { changes: [], result: undefined }
      const deleting = { ...record, status: 'DELETE IN_PROGRESS', updatedAtMs: clock.nowMs() }
      return { changes: [{ type: 'update', record: deleting }], result: undefined }
    })
    const going = await records.get(job.resource)
    if (going && isDeleting(going.status) && holdsUsers(going)) await onUsersGo(going.group ?? '')
    let files: readonly string[] = []
    await finish(async read => {
      const record = await read.get(job.resource)
      if (!record || !isDeleting(record.status)) return []
      const gone = await withWhatBelongsToIt(read, record)
      files = gone.flatMap(filesOf)
      return gone.map(record => ({ type: 'remove', record }))
    })
    for (const file of files) {
      onFileGone(file)
      await rm(join(dataDirectory, file), { force: true })
    }
  },
  failed: async () => [],
})
