/**
 * Job kind `refresh`: brings a deployed version up to date. It is fitted anew on all there is with what its training found
 * out (an UPDATE), read into memory, and put in the place of the former model in one commit. ARN, metrics and dates stay as
 * they are [doc: control-plane page, 9.6]. Should it fail, the former model goes on answering.
 */

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { siblingModule } from '../base/sibling-module.ts'
import type { Settings } from '../config.ts'
import { hasDataUnseenBy, segmentFilesOf } from '../datasets/new-data.ts'
import type { JobContext, JobKind } from '../jobs/job-kind.ts'
import { launch } from '../jobs/launch.ts'
import { priorityOfJobs } from '../jobs/priority.ts'
import type { Job } from '../storage/job-queue.ts'
import type { TrainingResult, TrainingSpec } from './train.ts'
import { type TrainingPlaces, trainingSpec } from './training-spec.ts'

export interface ModelFile {
  readonly file: string
  readonly checksum: string
}

interface RefreshParts {
  readonly dataDirectory: string
  readonly settings: Settings
  /** Reads the model into memory before requests are to get it. */
  readonly warm: (model: ModelFile) => Promise<void>
  /** Lets go of one that requests do not get any more. */
  readonly forget: (file: string) => void
}

interface Begun {
  readonly spec: TrainingSpec
  readonly trainedOn: readonly string[]
}

const childModule = siblingModule(import.meta.url, './training-child')

export const refreshJobKind = (parts: RefreshParts): JobKind => ({
  name: 'refresh',
  lane: 'heavy',
  run: (job, context) => refresh(job, context, parts),
  failed: async () => [],
})

async function refresh(job: Job, context: JobContext, parts: RefreshParts): Promise<void> {
  const places = placesOf(job, parts.dataDirectory)
  const begun = await begin(job, context, places, parts.settings)
  if (begun === undefined) return context.finish(async () => [])
  await mkdir(places.workDirectory, { recursive: true })
  try {
    const { signal, progress, log } = context
    const priority = priorityOfJobs(parts.settings)
    const order = { module: childModule, spec: begun.spec, priority, signal, onProgress: progress, log }
    const { checksum } = await launch<TrainingSpec, TrainingResult>(order)
    const artifact = { file: places.artifactFile, checksum }
    await parts.warm(artifact)
    await replace(job, context, { artifact, trainedOn: begun.trainedOn }, parts)
  } finally {
    await rm(places.workDirectory, { recursive: true, force: true })
  }
}

const placesOf = (job: Job, dataDirectory: string): TrainingPlaces => ({
  dataDirectory,
  artifactFile: `models/${job.id}-${job.attempts}.artifact`,
  searchFile: `searches/${job.id}.json`,
  workDirectory: join(dataDirectory, 'work', `refresh-${job.id}-${job.attempts}`),
})

/** Undefined when the version is gone, or the refresh before this one has seen it all. */
const begin = (
  job: Job,
  { records }: JobContext,
  places: TrainingPlaces,
  settings: Settings,
): Promise<Begun | undefined> =>
  records.transact(async read => {
    const version = await read.get(job.resource)
    const none = { changes: [], result: undefined }
    if (version?.status !== 'ACTIVE') return none
    const group = String(version.body.datasetGroupArn)
    if (!(await hasDataUnseenBy(version, read, group, ['INTERACTIONS', 'ITEMS']))) return none
    // Neither measured nor searched for again: what the training chose is carried on.
    const carriedOn = { ...version.body, trainingMode: 'UPDATE', performHPO: false, performAutoML: false }
    const spec = await trainingSpec(read, { ...version, body: carriedOn }, places, settings)
    return { changes: [], result: { spec, trainedOn: await segmentFilesOf(read, version, group) } }
  })

interface Replacement {
  readonly artifact: ModelFile
  readonly trainedOn: readonly string[]
}

/** A request may still be reading the former model, so its file goes at the next refresh. */
async function replace(job: Job, context: JobContext, by: Replacement, parts: RefreshParts): Promise<void> {
  let unwanted: string | undefined
  let replaced: string | undefined
  await context.finish(async read => {
    const version = await read.get(job.resource)
    unwanted = replaced = by.artifact.file
    if (version?.status !== 'ACTIVE') return []
    replaced = (version.body.artifact as ModelFile | undefined)?.file
    unwanted = (version.body.formerArtifact as ModelFile | undefined)?.file
    const body = { ...version.body, ...by, formerArtifact: version.body.artifact }
    return [{ type: 'update', record: { ...version, body } }]
  })
  for (const file of [replaced, unwanted]) if (file !== undefined) parts.forget(file)
  if (unwanted !== undefined) await rm(join(parts.dataDirectory, unwanted), { force: true })
}
