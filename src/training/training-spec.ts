/**
 * What a version trains on, read from the records in one transaction: the segments of its group's datasets as they are
 * listed at that moment, the events its configuration picks, the parameters it gives.
 */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { assert } from '../base/assert.ts'
import type { Settings } from '../config.ts'
import type { Segment } from '../datasets/segment.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import type { Recipe } from '../recipes/recipe.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { type EventSelection, eventRulesOf } from './event-rules.ts'
import type { Minimums } from './minimum-data.ts'
import type { GivenParameters } from './parameter-values.ts'
import type { TrainingSpec } from './train.ts'
import type { TrainingMeans } from './trainers/trainer.ts'

export interface TrainingPlaces {
  readonly dataDirectory: string
  /** Below the data directory. */
  readonly artifactFile: string
  readonly workDirectory: string
}

interface VersionBody extends EventSelection {
  readonly recipeArn: string
  readonly datasetGroupArn: string
  readonly trainingMode?: string
  readonly solutionConfig?: NonNullable<EventSelection['solutionConfig']> & GivenParameters
}

/** Any fixed number: the same data and configuration then give the same metrics. */
const seed = 1

export async function trainingSpec(
  read: RecordReader,
  version: ResourceRecord,
  places: TrainingPlaces,
  settings: Settings,
): Promise<TrainingSpec> {
  const body = version.body as unknown as VersionBody
  const recipe = trainableRecipe(body.recipeArn)
  const { rules, meanWeight } = eventRulesOf(recipe, body)
  const filesOf = await segmentFiles(read, version, body.datasetGroupArn, places.dataDirectory)
  return {
    recipeArn: body.recipeArn,
    parameters: body.solutionConfig ?? {},
    snapshot: {
      interactionFiles: filesOf('INTERACTIONS'),
      itemFiles: filesOf('ITEMS'),
      eventRules: rules,
      temporaryDirectory: join(places.workDirectory, 'spill'),
      memoryMb: settings.workMemoryMb,
    },
    minimums: minimumsOf(body, settings, rules),
    ...(meanWeight === undefined ? {} : { meanEventWeight: meanWeight }),
    isMeasured: body.trainingMode !== 'UPDATE',
    seed,
    means: meansOf(settings),
    artifactPath: join(places.dataDirectory, places.artifactFile),
    temporaryPath: join(places.workDirectory, 'model.partial'),
  }
}

function trainableRecipe(arn: string): Recipe {
  const recipe = findRecipe(arn)
  assert(recipe !== undefined, `unknown recipe ${arn}`)
  if (recipe.trainer === undefined) throw new JobFailure(`Attune does not train ${recipe.name} yet.`)
  return recipe
}

/** A setting of 0 threads means every core the process may use. */
const meansOf = ({ trainingThreads, trainingMemoryMb, sequenceMinutes }: Settings): TrainingMeans => ({
  threadCount: trainingThreads === 0 ? availableParallelism() : trainingThreads,
  memoryMb: trainingMemoryMb,
  sequenceMinutes,
})

const minimumsOf = (
  { eventType }: VersionBody,
  settings: Settings,
  rules: TrainingSpec['snapshot']['eventRules'],
): Minimums => ({
  interactions: settings.trainInteractionsMin,
  users: settings.trainUsersMin,
  ...(eventType === undefined ? {} : { eventType }),
  choosesEventTypes: rules.some(rule => rule.eventType !== undefined),
})

async function segmentFiles(
  read: RecordReader,
  { account, region }: ResourceRecord,
  datasetGroupArn: string,
  dataDirectory: string,
): Promise<(datasetType: string) => readonly string[]> {
  const datasets = await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
  return datasetType => {
    const dataset = datasets.find(record => record.body.datasetType === datasetType)
    const segments = (dataset?.body.segments ?? []) as readonly Segment[]
    return segments.map(segment => join(dataDirectory, segment.file))
  }
}
