/**
 * Job kind `schedule-update`: every interval, while a version trained with FULL is the newest of its solution, it is brought up
 * to date when it is deployed and new data have come [doc: control-plane page, 9.6]; a version made of it with UPDATE ends
 * that [doc: runtime page, 5.4]. The work is a job of its own (`refresh`, in
 * `training`), with the version for its subject, so that two never run at the same time.
 */

import type { Settings } from '../config.ts'
import { hasDataUnseenBy } from '../datasets/new-data.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import { isCreating } from '../resources/status.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { endless, enqueue } from './new-job.ts'
import { type UpdatedBody, updateIntervalMs, updating } from './update-interval.ts'

async function isNewestAndFull(read: RecordReader, version: ResourceRecord): Promise<boolean> {
  const { account, region, parent, arn, body } = version
  const scope = { kind: 'solution-version', account, region, statuses: ['ACTIVE'], order: 'newest', limit: 1 } as const
  const [newest] = await read.list({ ...scope, ...(parent === null ? {} : { parent }) })
  return newest?.arn === arn && body.trainingMode === 'FULL'
}

async function isDeployed(read: RecordReader, { account, region, group, arn }: ResourceRecord): Promise<boolean> {
  const scope = { kind: 'campaign', account, region, statuses: ['ACTIVE'] } as const
  const campaigns = await read.list({ ...scope, ...(group === null ? {} : { group }) })
  return campaigns.some(({ body }) => body.deployedVersionArn === arn)
}

export const scheduleUpdateJobKind = (settings: Pick<Settings, 'updateIntervalMs'>): JobKind => ({
  name: 'schedule-update',
  lane: 'light',
  attemptsMax: endless,
  run: (job, { clock, finish }) =>
    finish(async read => {
      const version = await read.get(job.resource)
      const intervalMs = version && updateIntervalMs(bodyOf<UpdatedBody>(version), settings)
      if (!version || intervalMs === undefined) return []
      const nowMs = clock.nowMs()
      const lookAgain = enqueue(updating(version.arn, intervalMs), nowMs)
      if (isCreating(version.status)) return [lookAgain]
      if (!(await isNewestAndFull(read, version))) return []
      const types = ['INTERACTIONS', 'ITEMS'] as const
      const isWanted =
        (await isDeployed(read, version)) && (await hasDataUnseenBy(version, read, version.group ?? '', types))
      return isWanted ? [enqueue({ kind: 'refresh', resource: version.arn }, nowMs), lookAgain] : [lookAgain]
    }),
  failed: async () => [],
})
