/**
 * Job kind `deploy`: puts a version behind a campaign.
 *
 *     CREATE PENDING → CREATE IN_PROGRESS → ACTIVE or CREATE FAILED       a new campaign
 *     the same inside `latestCampaignUpdate`, the campaign ACTIVE         an update (payload `update`)
 *
 * The model is read into memory first; then one commit makes the wanted values the campaign's own. Requests read the
 * record, so before that commit they get the old model and after it the new one. A failed update leaves the old in force.
 */

import { ArtifactDamaged } from '../artifacts/reader.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { crashPoint } from '../base/crash-points.ts'
import type { Settings } from '../config.ts'
import { type JobContext, JobFailure, type JobKind } from '../jobs/job-kind.ts'
import { solutionOfVersion } from '../resources/arn.ts'
import { type CampaignBody, campaign } from '../resources/campaign.ts'
import type { UpdateRule } from '../resources/resource.ts'
import { isCreating, isDeleting } from '../resources/status.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Job } from '../storage/job-queue.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import type { ArtifactReference, Serving } from './serving.ts'

interface DeployParts {
  readonly serving: Serving
  readonly settings: Pick<Settings, 'stateDelayMs'>
  /** Tells when a deployment failed; everything else goes by the clock of the engine. */
  readonly clock?: Clock
}

const rule = campaign.update as UpdateRule

const isUpdate = (job: Job): boolean => job.payload.update === true

const campaignBody = bodyOf<CampaignBody>

/** What the job drives: the campaign, or the update inside it. Undefined when there is nothing left to do. */
async function pending(job: Job, read: RecordReader): Promise<{ record: ResourceRecord; wanted: string } | undefined> {
  const record = await read.get(job.resource)
  if (!record || isDeleting(record.status)) return undefined
  const { solutionVersionArn, latestCampaignUpdate } = campaignBody(record)
  const status = isUpdate(job) ? latestCampaignUpdate?.status : record.status
  if (!isCreating(status ?? null)) return undefined
  return { record, wanted: (isUpdate(job) && latestCampaignUpdate?.solutionVersionArn) || solutionVersionArn }
}

interface Outcome {
  readonly status: string
  readonly nowMs: number
  readonly failureReason?: string
}

const moved = (job: Job, record: ResourceRecord, wanted: string, outcome: Outcome): Change => ({
  type: 'update',
  record: isUpdate(job) ? withUpdateMoved(record, wanted, outcome) : withStatusMoved(record, wanted, outcome),
})

const reasonIn = ({ failureReason }: Outcome) => (failureReason === undefined ? {} : { failureReason })

function withStatusMoved(record: ResourceRecord, wanted: string, outcome: Outcome): ResourceRecord {
  const { status, nowMs } = outcome
  const deployed = status === 'ACTIVE' ? { deployedVersionArn: wanted } : {}
  return { ...record, status, updatedAtMs: nowMs, body: { ...record.body, ...deployed, ...reasonIn(outcome) } }
}

function withUpdateMoved(record: ResourceRecord, wanted: string, outcome: Outcome): ResourceRecord {
  const { status, nowMs } = outcome
  const lastUpdatedDateTime = nowMs / 1000
  const update = { ...campaignBody(record).latestCampaignUpdate, ...reasonIn(outcome), status, lastUpdatedDateTime }
  if (status !== 'ACTIVE') return { ...record, body: { ...record.body, [rule.member]: update } }
  // An update that succeeds mends a campaign that had failed.
  const { failureReason: _, ...own } = rule.applied(record.body, update)
  const body = { ...own, deployedVersionArn: wanted, [rule.member]: update }
  // A campaign may move to a version of another solution of its group; lists by solution follow it.
  return { ...record, parent: solutionOfVersion(wanted), status: 'ACTIVE', updatedAtMs: nowMs, body }
}

/** Failures that another attempt would not mend are told to the customer at once. */
async function warm(versionArn: string, { records, log }: JobContext, serving: Serving): Promise<void> {
  const version = await records.get(versionArn)
  const artifact = version?.body.artifact as ArtifactReference | undefined
  const remedy = 'Create another version of the solution and deploy that.'
  if (!artifact) throw new JobFailure(`The solution version ${versionArn} has no model to deploy. ${remedy}`)
  try {
    await serving.warm(artifact)
  } catch (error) {
    if (!(error instanceof ArtifactDamaged)) throw error
    log.error({ err: error }, 'a model is damaged')
    throw new JobFailure(`The model of the solution version ${versionArn} is damaged. ${remedy}`)
  }
}

/** False when the campaign is gone or no longer waits for this job. */
const begin = (job: Job, { records, clock }: JobContext): Promise<boolean> =>
  records.transact(async read => {
    const found = await pending(job, read)
    if (!found) return { changes: [], result: false }
    const outcome = { status: 'CREATE IN_PROGRESS', nowMs: clock.nowMs() }
    return { changes: [moved(job, found.record, found.wanted, outcome)], result: true }
  })

async function deploy(job: Job, context: JobContext, { serving, settings }: DeployParts): Promise<void> {
  const { records, clock, signal, finish } = context
  if (settings.stateDelayMs > 0) await clock.sleep(settings.stateDelayMs, signal)
  if (!(await begin(job, context))) return
  const found = await pending(job, records)
  if (!found) return
  await warm(found.wanted, context, serving)
  if (settings.stateDelayMs > 0) await clock.sleep(settings.stateDelayMs, signal)
  crashPoint('campaign.before-swap')
  await finish(async read => {
    const now = await pending(job, read)
    return now ? [moved(job, now.record, now.wanted, { status: 'ACTIVE', nowMs: clock.nowMs() })] : []
  })
  crashPoint('campaign.after-swap')
}

export const deployJobKind = ({ clock = systemClock, ...parts }: DeployParts): JobKind => ({
  name: 'deploy',
  lane: 'light',
  run: (job, context) => deploy(job, context, parts),
  failed: async (job, failureReason, read) => {
    const found = await pending(job, read)
    if (!found) return []
    const outcome = { status: 'CREATE FAILED', nowMs: clock.nowMs(), failureReason }
    return [moved(job, found.record, found.wanted, outcome)]
  },
})
