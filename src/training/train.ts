/**
 * One training, from segments to artifact: snapshot → checks → split → fit → evaluate → fit on everything → write.
 * The model that serves has seen all users, so it is not the one that was measured but one of more data, made with the
 * choices (weights, numbers of steps) that the measured one found. Runs in the child process; knows no records. Same
 * data, parameters, seed and thread count give the same bytes.
 */

import type { Histories } from '../algorithms/histories.ts'
import { IdTable } from '../artifacts/id-table.ts'
import { type Choices, contentOf } from '../artifacts/recommender-artifact.ts'
import { writeArtifact } from '../artifacts/writer.ts'
import { assert } from '../base/assert.ts'
import { crashPoint } from '../base/crash-points.ts'
import { readSnapshot, type Snapshot, type SnapshotSpec } from '../datasets/snapshot.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import type { Recipe } from '../recipes/recipe.ts'
import type { Progress } from '../storage/job-queue.ts'
import { evaluate, type Metrics } from './evaluate.ts'
import { withinHistoryLengths } from './history-length.ts'
import { checkMinimumData, type Minimums } from './minimum-data.ts'
import { type GivenParameters, ParameterValues } from './parameter-values.ts'
import { splitUsers } from './split.ts'
import { findTrainer } from './trainers/find-trainer.ts'
import type { FitContext, Fitted, Trainer, TrainingMeans } from './trainers/trainer.ts'

/** Plain data: it crosses to the child process. */
export interface TrainingSpec {
  readonly recipeArn: string
  readonly parameters: GivenParameters
  readonly snapshot: Omit<SnapshotSpec, 'uniqueCountMax'>
  readonly minimums: Minimums
  /** With event weights: their mean. */
  readonly meanEventWeight?: number
  /** False for an update, which keeps the metrics of the version it updates. */
  readonly isMeasured: boolean
  /** Of the version that an update carries on. */
  readonly choices?: Choices
  readonly seed: number
  readonly means: TrainingMeans
  readonly artifactPath: string
  readonly temporaryPath: string
}

export interface TrainingResult {
  /** Empty where nothing was to be measured. */
  readonly metrics: Metrics
  /** What the training decided and by which figures, where it had to decide something. */
  readonly choices?: Choices
  readonly checksum: string
  readonly byteCount: number
  readonly interactionCount: number
  readonly userCount: number
  readonly itemCount: number
}

export type ReportProgress = (progress: Progress) => void

export async function train(spec: TrainingSpec, report: ReportProgress): Promise<TrainingResult> {
  crashPoint('training.started')
  const recipe = findRecipe(spec.recipeArn)
  assert(recipe?.trainer !== undefined, `${spec.recipeArn} has no trainer`)
  const note = stepsOf(report)
  const snapshot = await takeSnapshot(spec, note)
  checkMinimumData(snapshot, spec.minimums)
  const values = new ParameterValues(recipe, spec.parameters)
  const trainer = findTrainer(recipe.trainer)
  const histories = withinHistoryLengths(snapshot.histories, values)
  const work = { trainer, values, histories, snapshot, spec, note }
  const { metrics, choices } = spec.isMeasured ? await measure(work) : { metrics: {}, choices: spec.choices }
  note('fit')
  const fitted = await trainer.fit(histories, values, contextOf(work, 'fit', choices))
  crashPoint('training.fitted')
  note('write')
  const written = await writeModel(fitted, recipe, snapshot, spec)
  const { items, userCount, itemCount } = snapshot.histories
  const decided = fitted.choices && { choices: fitted.choices }
  return { metrics, ...decided, ...written, interactionCount: items.length, userCount, itemCount }
}

const steps = ['ids', 'interactions', 'split', 'evaluate', 'fit', 'write'] as const

type Note = (step: (typeof steps)[number], detail?: string) => void

const stepsOf =
  (report: ReportProgress): Note =>
  (step, detail) =>
    report({
      done: steps.indexOf(step),
      total: steps.length,
      unit: 'steps',
      note: detail === undefined ? step : `${step}: ${detail}`,
    })

const takeSnapshot = (spec: TrainingSpec, note: Note): Promise<Snapshot> =>
  readSnapshot({ ...spec.snapshot, uniqueCountMax: spec.minimums.interactions }, step => note(step))

interface Work {
  readonly trainer: Trainer
  readonly values: ParameterValues
  readonly histories: Histories
  readonly snapshot: Snapshot
  readonly spec: TrainingSpec
  readonly note: Note
}

const contextOf = ({ spec, note }: Work, step: 'split' | 'fit', choices?: Choices): FitContext => ({
  seed: spec.seed,
  means: spec.means,
  note: what => note(step, what),
  ...(choices && { choices }),
})

async function measure(work: Work): Promise<{ metrics: Metrics; choices: Choices | undefined }> {
  const { trainer, values, histories, snapshot, spec, note } = work
  note('split')
  const { train: learned, tests } = splitUsers(histories, spec.seed)
  const { recommend, choices } = await trainer.fit(learned, values, contextOf(work, 'split'))
  const metrics = await evaluate({
    tests,
    recommend,
    catalogueItemCount: snapshot.catalogueItemCount,
    ...(spec.meanEventWeight === undefined ? {} : { meanEventWeight: spec.meanEventWeight }),
    onStep: async done => note('evaluate', `${done} of ${tests.length} test users`),
  })
  return { metrics, choices }
}

function writeModel(fitted: Fitted, recipe: Recipe, snapshot: Snapshot, spec: TrainingSpec) {
  const model = fitted.model({
    origin: { recipe: recipe.name, seed: spec.seed, interactionCount: snapshot.histories.items.length },
    users: new IdTable(snapshot.users),
    items: new IdTable(snapshot.items),
    histories: snapshot.histories,
  })
  return writeArtifact(spec.artifactPath, spec.temporaryPath, contentOf(model))
}
