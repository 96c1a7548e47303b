/**
 * What a version trains on, read from the records in one transaction: the segments of its group's datasets as they are
 * listed at that moment, the events its configuration picks, the parameters it gives.
 */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Choices } from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import type { Settings } from '../config.ts'
import type { Segment } from '../datasets/segment.ts'
import { JobFailure } from '../jobs/job-kind.ts'
import { findRecipe, recipes } from '../recipes/catalogue.ts'
import { type EventSelection, eventRulesOf } from '../recipes/event-rules.ts'
import { type Recipe, recipeArn } from '../recipes/recipe.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { type ItemsConfig, itemsToRead } from './items-to-read.ts'
import type { Minimums } from './minimum-data.ts'
import type { GivenParameters } from './parameter-values.ts'
import { type SearchedBody, searchSpecOf } from './search/search-spec.ts'
import { situationsToRead } from './situations-to-read.ts'
import type { TrainingSpec } from './train.ts'
import type { TrainingMeans } from './trainers/trainer.ts'

export interface TrainingPlaces {
  readonly dataDirectory: string
  /** Below the data directory. */
  readonly artifactFile: string
  /** Below the data directory; the same for every attempt. */
  readonly searchFile: string
  readonly workDirectory: string
}

interface VersionBody extends EventSelection, SearchedBody {
  readonly datasetGroupArn: string
  readonly trainingMode?: string
  readonly solutionConfig?: NonNullable<EventSelection['solutionConfig']> &
    NonNullable<SearchedBody['solutionConfig']> &
    GivenParameters &
    ItemsConfig
}

export async function trainingSpec(
  read: RecordReader,
  version: ResourceRecord,
  places: TrainingPlaces,
  settings: Settings,
): Promise<TrainingSpec> {
  const body = bodyOf<VersionBody>(version)
  const search = searchSpecOf(body)
  if (search?.spaces.length === 0)
    throw new JobFailure(`None of the recipes in recipeList can be trained. Choose among ${trainedRecipes()}.`)
  const recipe = trainableRecipe(search?.spaces[0]?.recipeArn ?? body.recipeArn)
  // AutoML reads nothing of the configuration but its own part [doc].
  const { rules, meanWeight } = eventRulesOf(recipe, body.performAutoML ? { ...body, solutionConfig: {} } : body)
  const filesOf = await segmentFiles(read, version, body.datasetGroupArn, places.dataDirectory)
  return {
    recipeArn: recipeArn(recipe.name),
    parameters: body.solutionConfig ?? {},
    ...(search && { search: { ...search, logPath: join(places.dataDirectory, places.searchFile) } }),
    snapshot: {
      interactionFiles: filesOf('INTERACTIONS'),
      itemFiles: filesOf('ITEMS'),
      ...(await itemsToRead(read, version, body.datasetGroupArn, recipe, configOf(body))),
      userFiles: recipe.readsSituations ? filesOf('USERS') : [],
      ...(await situationsToRead(read, version, body.datasetGroupArn, recipe, configOf(body))),
      eventRules: rules,
      temporaryDirectory: join(places.workDirectory, 'spill'),
      memoryMb: settings.workMemoryMb,
    },
    minimums: minimumsOf(body, settings, rules),
    ...(meanWeight === undefined ? {} : { meanEventWeight: meanWeight }),
    ...objectiveIn(recipe, configOf(body)),
    isMeasured: body.trainingMode !== 'UPDATE',
    ...(await carriedOn(read, version, places.dataDirectory)),
    seed: settings.seed,
    means: meansOf(settings),
    artifactPath: join(places.dataDirectory, places.artifactFile),
    temporaryPath: join(places.workDirectory, 'model.partial'),
  }
}

/** AutoML reads nothing of the configuration but its own part [doc]. */
const configOf = ({ performAutoML, solutionConfig }: VersionBody): ItemsConfig =>
  performAutoML ? {} : (solutionConfig ?? {})

const objectiveIn = (
  { supportsObjective }: Recipe,
  { optimizationObjective }: ItemsConfig,
): Pick<TrainingSpec, 'objective'> =>
  supportsObjective && optimizationObjective ? { objective: optimizationObjective } : {}

/** Those that a new solution would be made with. */
const trainedRecipes = (): string =>
  recipes
    .filter(({ trainer, listed }) => trainer !== undefined && listed)
    .map(({ name }) => name)
    .join(', ')

function trainableRecipe(arn = ''): Recipe {
  const recipe = findRecipe(arn)
  assert(recipe !== undefined, `unknown recipe ${arn}`)
  if (recipe.trainer === undefined) {
    throw new JobFailure(`Attune does not train ${recipe.name} yet. Choose among ${trainedRecipes()}.`)
  }
  return recipe
}

/** A setting of 0 threads means every core the process may use. */
const meansOf = ({
  trainingThreads,
  deterministicTraining,
  wideVectors,
  trainingMemoryMb,
  sequenceMinutes,
}: Settings): TrainingMeans => ({
  threadCount: trainingThreads === 0 ? availableParallelism() : trainingThreads,
  deterministic: deterministicTraining,
  wideVectors,
  memoryMb: trainingMemoryMb,
  sequenceMinutes,
})

/** An update is fitted with what the FULL version before it found out. */
async function carriedOn(
  read: RecordReader,
  { account, region, parent, body }: ResourceRecord,
  dataDirectory: string,
): Promise<Pick<TrainingSpec, 'choices' | 'former'>> {
  if (body.trainingMode !== 'UPDATE' || parent === null) return {}
  const scope = { kind: 'solution-version', account, region, parent, statuses: ['ACTIVE'], order: 'newest' } as const
  const full = (await read.list(scope)).find(version => version.body.trainingMode === 'FULL')
  const choices = full?.body.choices as Choices | undefined
  if (choices === undefined) return {}
  const artifact = full?.body.artifact as { readonly file: string; readonly checksum: string } | undefined
  return {
    choices,
    ...(artifact && { former: { path: join(dataDirectory, artifact.file), checksum: artifact.checksum } }),
  }
}

const minimumsOf = (
  { eventType }: VersionBody,
  settings: Settings,
  rules: TrainingSpec['snapshot']['eventRules'],
): Minimums => ({
  interactions: settings.trainInteractionsMin,
  users: settings.trainUsersMin,
  coldItems: settings.trainColdItemsMin,
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
