/** Versions of a solution: which is the latest, what a new one is made from, how one is stopped. */

import type { Ids } from '../base/ids.ts'
import { alreadyExists, invalidInput } from '../contract/errors.ts'
import { isUpdating } from '../lifecycle/begin-update.ts'
import { enqueue, type JobOrder } from '../lifecycle/new-job.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { type CampaignBody, campaign } from '../resources/campaign.ts'
import { datasetGroup } from '../resources/dataset-group.ts'
import type { SolutionBody } from '../resources/solution.ts'
import type { SolutionVersionBody } from '../resources/solution-version.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import type { Plan } from './creating.ts'
import { find } from './finding.ts'

const versionsOf = ({ arn: parent, account, region }: ResourceRecord) =>
  ({ kind: 'solution-version', account, region, parent, order: 'newest' }) as const

export const latestVersion = async (
  read: RecordReader,
  solution: ResourceRecord,
  statuses?: readonly string[],
): Promise<ResourceRecord | undefined> => {
  const [latest] = await read.list({ ...versionsOf(solution), limit: 1, ...(statuses ? { statuses } : {}) })
  return latest
}

export const groupOf = (read: RecordReader, record: ResourceRecord): Promise<ResourceRecord> =>
  find(read, record, datasetGroup, record.group ?? '')

/** Undefined for AutoML. */
export const recipeOf = (record: ResourceRecord): Recipe | undefined =>
  findRecipe(bodyOf<SolutionBody>(record).recipeArn ?? '')

/** Recipes whose model an UPDATE can carry on [doc: control-plane page, 4.6]. */
const updatable: readonly string[] = ['aws-user-personalization', 'aws-hrnn-coldstart']

export const checkTrainingMode = async (
  read: RecordReader,
  solution: ResourceRecord,
  mode: SolutionVersionBody['trainingMode'],
): Promise<void> => {
  if (mode === 'FULL') return
  if (mode === 'AUTOTRAIN')
    throw invalidInput('trainingMode AUTOTRAIN is set by automatic training; use FULL or UPDATE.')
  if (!updatable.includes(recipeOf(solution)?.name ?? '')) {
    throw invalidInput(`trainingMode UPDATE is for ${updatable.join(' and ')} only.`)
  }
  const active = await read.list({ ...versionsOf(solution), statuses: ['ACTIVE'] })
  if (active.some(version => bodyOf<SolutionVersionBody>(version).trainingMode === 'FULL')) return
  throw invalidInput('trainingMode UPDATE needs an ACTIVE version of the solution trained with FULL.')
}

export const mustBeNewName = async (read: RecordReader, solution: ResourceRecord, name: string): Promise<void> => {
  const versions = await read.list(versionsOf(solution))
  const namesake = versions.find(version => version.name === name)
  if (namesake) throw alreadyExists(namesake.arn)
}

/** The training, and behind it (jobs of one subject run in order) the look for campaigns that follow new versions. */
const trainingJobs = (arn: string): readonly JobOrder[] => [
  { kind: 'training', resource: arn },
  { kind: 'synchronise', resource: arn },
]

interface NewVersionOptions {
  readonly name?: string | undefined
  readonly trainingMode: SolutionVersionBody['trainingMode']
  readonly trainingType: SolutionVersionBody['trainingType']
  readonly tags?: Plan['tags']
  readonly ids: Ids
}

/** A version is made from what its solution is at that moment. */
export const planVersion = async (
  read: RecordReader,
  solution: ResourceRecord,
  { name, trainingMode, trainingType, tags, ids }: NewVersionOptions,
): Promise<Plan> => {
  const body = bodyOf<SolutionBody>(solution)
  const { latestSolutionUpdate: _, performAutoTraining: _auto, trainingSchedule: _schedule, ...config } = body
  const id = await newVersionId(read, solution, ids)
  return {
    name: name ?? `${solution.name}/${id}`,
    path: [solution.name, id],
    parent: solution.arn,
    group: solution.group,
    body: { solutionArn: solution.arn, ...config, trainingMode, trainingType },
    tags,
    jobs: trainingJobs,
  }
}

/** The last part of a new version's ARN. */
const newVersionId = async (
  read: RecordReader,
  { arn: parent, account, region }: ResourceRecord,
  ids: Ids,
): Promise<string> => {
  const count = await read.count({ kind: 'solution-version', account, region, parent })
  return ids.hex(8, `${parent} version ${count}`)
}

/** PENDING stops at once; IN_PROGRESS passes through STOPPING until the training has let go [doc]. */
export const stopChanges = (version: ResourceRecord, nowMs: number): readonly Change[] => {
  const isPending = version.status === 'CREATE PENDING'
  const status = isPending ? 'CREATE STOPPED' : 'CREATE STOPPING'
  return [
    { type: 'update', record: { ...version, status, updatedAtMs: nowMs } },
    { type: 'cancel-jobs', resource: version.arn, kinds: ['training'] },
    ...(isPending ? [] : [enqueue({ kind: 'settle', resource: version.arn }, nowMs)]),
  ]
}

/** A campaign of another solution whose running update deploys a version of this one. */
export const campaignMovingTo = async (
  read: RecordReader,
  solution: ResourceRecord,
): Promise<ResourceRecord | undefined> => {
  const { account, region, group, arn } = solution
  const campaigns = await read.list({ kind: 'campaign', account, region, ...(group === null ? {} : { group }) })
  return campaigns.find(record => {
    const wanted = bodyOf<CampaignBody>(record).latestCampaignUpdate?.solutionVersionArn
    return wanted?.startsWith(`${arn}/`) && campaign.update && isUpdating(record, campaign.update)
  })
}
