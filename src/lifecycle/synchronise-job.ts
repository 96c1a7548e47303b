/**
 * Job kind `synchronise`: when a version has become ACTIVE, its updates begin (`schedule-update-job.ts`), and campaigns of its solution with `syncWithLatestSolutionVersion`
 * are moved to it by a campaign update [doc: control-plane page, 4.7]. It is queued behind the training of the version
 * (same subject). A campaign that is busy, or a training that waits for its next attempt, is looked at again a little later.
 */

import { assert } from '../base/assert.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import { type CampaignBody, campaign } from '../resources/campaign.ts'
import { isCreating, isDeleting } from '../resources/status.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import { beginUpdate, isUpdating } from './begin-update.ts'
import { endless, enqueue } from './new-job.ts'
import { type UpdatedBody, type UpdateSettings, updatesOf } from './update-interval.ts'

const againMs = 500

const followers = async (read: RecordReader, version: ResourceRecord): Promise<readonly ResourceRecord[]> => {
  const { account, region, parent } = version
  const campaigns = await read.list({ kind: 'campaign', account, region, ...(parent === null ? {} : { parent }) })
  return campaigns.filter(record => {
    const { campaignConfig, solutionVersionArn } = bodyOf<CampaignBody>(record)
    const follows = campaignConfig?.syncWithLatestSolutionVersion && solutionVersionArn !== version.arn
    return follows && !isDeleting(record.status)
  })
}

/** A newer version that is ACTIVE already takes the campaigns; this one is left out. */
const isNewest = async (read: RecordReader, version: ResourceRecord): Promise<boolean> => {
  const { account, region, parent } = version
  const scope = { kind: 'solution-version', account, region, ...(parent === null ? {} : { parent }) } as const
  const [newest] = await read.list({ ...scope, statuses: ['ACTIVE'], order: 'newest', limit: 1 })
  return newest?.arn === version.arn
}

const isBusy = (record: ResourceRecord): boolean => {
  assert(campaign.update, 'campaigns can be updated')
  return isCreating(record.status) || isUpdating(record, campaign.update)
}

const deploy = (record: ResourceRecord, version: ResourceRecord, nowMs: number): readonly Change[] => {
  assert(campaign.update, 'campaigns can be updated')
  const { minProvisionedTPS, campaignConfig } = bodyOf<CampaignBody>(record)
  const wanted = { solutionVersionArn: version.arn, minProvisionedTPS, campaignConfig }
  const order = { kind: campaign.update.job, resource: record.arn, payload: { update: true } }
  return [beginUpdate(record, campaign.update, wanted, nowMs), enqueue(order, nowMs)]
}

export const synchroniseJobKind = (settings: UpdateSettings): JobKind => ({
  name: 'synchronise',
  lane: 'light',
  attemptsMax: endless,
  run: (job, { clock, finish }) =>
    finish(async read => {
      const nowMs = clock.nowMs()
      const again = enqueue({ kind: job.kind, resource: job.resource, delayMs: againMs }, nowMs)
      const version = await read.get(job.resource)
      if (version && isCreating(version.status)) return [again]
      if (version?.status !== 'ACTIVE' || !(await isNewest(read, version))) return []
      const campaigns = await followers(read, version)
      const moves = campaigns.filter(record => !isBusy(record)).flatMap(record => deploy(record, version, nowMs))
      if (campaigns.some(isBusy)) return [...moves, again]
      const updates = updatesOf(version.arn, bodyOf<UpdatedBody>(version), settings)
      return [...moves, ...updates.map(order => enqueue(order, nowMs))]
    }),
  failed: async () => [],
})
