/**
 * One training, from segments to artifact: snapshot → checks → (search →) split → fit → evaluate → fit on everything → write.
 * The model that serves has seen all users, so it is not the one that was measured but one of more data, made with the
 * choices (weights, numbers of steps) that the measured one found. Runs in the child process; knows no records. Same
 * data, parameters, seed and thread count give the same bytes.
 */

import { IdTable } from '../artifacts/id-table.ts'
import { type Choices, contentOf } from '../artifacts/recommender-artifact.ts'
import { writeArtifact } from '../artifacts/writer.ts'
import { crashPoint } from '../base/crash-points.ts'
import { readSnapshot, type Snapshot, type SnapshotSpec } from '../datasets/snapshot.ts'
import type { Progress } from '../storage/job-queue.ts'
import { checkColdItems } from './cold-items.ts'
import { evaluate, type Metrics, fourDecimals as printed } from './evaluate.ts'
import { type FormerModel, startFromModel } from './former-model.ts'
import { checkMemory } from './memory-need.ts'
import { checkMinimumData, type Minimums } from './minimum-data.ts'
import { rewardsOf } from './objective.ts'
import type { GivenParameters } from './parameter-values.ts'
import type { Winner } from './search/run-search.ts'
import { search, type TrainingSearch } from './search/search.ts'
import { splitUsers } from './split.ts'
import type { FitContext, Fitted } from './trainers/trainer.ts'
import { contextOf, type Data, type FitSpec, type Work, workOf } from './work.ts'

/** Plain data: it crosses to the child process. */
export interface TrainingSpec extends FitSpec {
  /** Of no account where a search finds recipe and parameters. */
  readonly recipeArn: string
  readonly parameters: GivenParameters
  readonly search?: TrainingSearch
  readonly snapshot: Omit<SnapshotSpec, 'uniqueCountMax'>
  readonly minimums: Minimums
  /** With event weights: their mean. */
  readonly meanEventWeight?: number
  /** False for an update, which keeps the metrics of the version it updates. */
  readonly isMeasured: boolean
  /** Of the version that an update carries on. */
  readonly choices?: Choices
  /** Of that version, to go on from. */
  readonly former?: FormerModel
  readonly artifactPath: string
  readonly temporaryPath: string
}

export interface TrainingResult {
  /** Where there was a search: what it found. */
  readonly found?: Pick<Winner, 'recipeArn' | 'tuned'>
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

export async function train(given: TrainingSpec, report: ReportProgress): Promise<TrainingResult> {
  crashPoint('training.started')
  const note = stepsOf(report)
  const snapshot = await takeSnapshot(given, note)
  checkMinimumData(snapshot, given.minimums)
  // What the interactions take, parts cannot have.
  const memoryMb = checkMemory(snapshot, given.means.memoryMb)
  const spec = { ...given, means: { ...given.means, memoryMb } }
  const winner = spec.search && (await searched(spec.search, { snapshot, spec, note }))
  const work: TrainingWork = workOf(winner ?? spec, { snapshot, spec, note })
  checkColdItems(work.histories, snapshot.itemFeatures, work.values, spec.minimums.coldItems)
  const { metrics, ...learned } = spec.isMeasured ? await measure(work) : await carriedOn(work)
  note('fit')
  const fitted = await work.trainer.fit(work.histories, work.values, {
    ...contextOf(work, what => note('fit', what)),
    ...learned,
  })
  crashPoint('training.fitted')
  note('write')
  const written = await writeModel(fitted, work)
  const { items, userCount, itemCount } = snapshot.histories
  const decided = {
    ...(winner && { found: { recipeArn: winner.recipeArn, tuned: winner.tuned } }),
    ...(fitted.choices && { choices: fitted.choices }),
  }
  return { metrics, ...decided, ...written, interactionCount: items.length, userCount, itemCount }
}

const steps = ['ids', 'interactions', 'search', 'split', 'evaluate', 'fit', 'write'] as const

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

interface TrainingData extends Data {
  readonly snapshot: Snapshot
  readonly spec: TrainingSpec
  readonly note: Note
}

type TrainingWork = Work<TrainingData>

const searched = (given: TrainingSearch, { note, ...data }: TrainingData): Promise<Winner> =>
  search(given, data, { subject: data.spec.snapshot.interactionFiles.join(), note: what => note('search', what) })

/** Metrics, and what the fit on everything is given. */
type Measured = { readonly metrics: Metrics } & Pick<FitContext, 'choices' | 'start'>

async function carriedOn({ spec: { choices, former }, snapshot }: TrainingWork): Promise<Measured> {
  const start = choices && former && (await startFromModel(former, choices, snapshot.items))
  return { metrics: {}, ...(choices && { choices }), ...(start && { start }) }
}

async function measure(work: TrainingWork): Promise<Measured> {
  const { trainer, values, histories, snapshot, spec, note } = work
  note('split')
  const { train: learned, tests } = splitUsers(histories, spec.seed)
  const context = contextOf(work, what => note('split', what))
  const { recommend, choices, start } = await trainer.fit(learned, values, context)
  const metrics = await evaluate({
    tests,
    recommend,
    catalogueItemCount: snapshot.catalogueItemCount,
    ...(spec.meanEventWeight === undefined ? {} : { meanEventWeight: spec.meanEventWeight }),
    ...(context.objective && { rewards: rewardsOf(context.objective) }),
    onStep: async done => note('evaluate', `${done} of ${tests.length} test users`),
  })
  const own = Object.entries(trainer.ownMetrics?.(histories, values) ?? {})
  const all = { ...metrics, ...Object.fromEntries(own.map(([key, value]) => [key, printed(value)])) }
  return { metrics: all, ...(choices && { choices }), ...(start && { start }) }
}

function writeModel(fitted: Fitted, { recipe, snapshot, spec }: TrainingWork) {
  const model = fitted.model({
    origin: { recipe: recipe.name, seed: spec.seed, interactionCount: snapshot.histories.items.length },
    users: new IdTable(snapshot.users),
    items: new IdTable(snapshot.items),
    histories: snapshot.histories,
  })
  return writeArtifact(spec.artifactPath, spec.temporaryPath, contentOf(model))
}
