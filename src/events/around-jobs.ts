/**
 * What streamed data asks of other work: a training and an export begin with all of it, an import takes its place behind it (of
 * two records of one id the later segment counts), a campaign and a start have profiles in memory.
 */

import type { Log } from '../base/log.ts'
import type { JobContext, JobKind } from '../jobs/job-kind.ts'
import type { Profiles } from '../profiles/profile.ts'
import type { Job } from '../storage/job-queue.ts'
import type { Records } from '../storage/records.ts'
import type { Folding } from './fold.ts'

const groupOf = async (job: Job, { records }: JobContext): Promise<string | null> =>
  (await records.get(job.resource))?.group ?? null

/** Everything acknowledged before the job began is in the segments it reads. */
export const withFoldedStreams = (kind: JobKind, folding: Folding): JobKind => ({
  ...kind,
  run: async (job, context) => {
    const group = await groupOf(job, context)
    if (group !== null) await folding.group(group)
    await kind.run(job, context)
  },
})

/** So that the first request does not wait for it. Should it fail, the request tries again and says so. */
export const withProfileLoaded = (kind: JobKind, profiles: Profiles): JobKind => ({
  ...kind,
  run: async (job, context) => {
    const group = await groupOf(job, context)
    try {
      if (group !== null) await profiles.of(group)
    } catch (error) {
      context.log.warn({ err: error }, 'could not load the profile of a dataset group')
    }
    await kind.run(job, context)
  },
})

/** After a start: the profiles that campaigns will ask for, one after another, while requests come already. */
export async function loadProfilesOfCampaigns(records: Records, profiles: Profiles, log: Log): Promise<void> {
  const campaigns = await records.everyOne('campaign')
  const groups = new Set(campaigns.filter(({ status }) => status === 'ACTIVE').map(({ group }) => group))
  for (const group of groups) {
    if (group === null) continue
    profiles.of(group).catch(error => log.warn({ err: error }, 'could not load the profile of a dataset group'))
  }
}
