/**
 * What turns histories into a model of one kind: fits parameters, answers a history with them as serving will, and
 * packs them into a model. One trainer per algorithm; a recipe names its trainer.
 *
 * A version is fitted twice: on the training users, which is measured, and on everybody, which is served. What the first
 * fit had to find out (weights, a number of steps) it tells as `choices`, and the second takes them as given.
 */

import type { EventFacts } from '../../algorithms/event-facts.ts'
import type { Histories } from '../../algorithms/histories.ts'
import type { ItemFeatures } from '../../algorithms/item-features.ts'
import type { ModelStart } from '../../algorithms/sequence-model/start-from.ts'
import type { SituationPlace, Situations } from '../../algorithms/situations.ts'
import type { IdTable } from '../../artifacts/id-table.ts'
import type { Choices, Origin, RecommenderModel } from '../../artifacts/recommender-artifact.ts'
import type { Metrics, Recommend } from '../evaluate.ts'
import type { Objective } from '../objective.ts'
import type { ParameterValues } from '../parameter-values.ts'

export interface ModelParts {
  readonly origin: Origin
  readonly users: IdTable
  readonly items: IdTable
  /** Histories of every user, those left out of training too. */
  readonly histories: Histories
}

/** What a fit may take. */
export interface TrainingMeans {
  readonly threadCount: number
  /** As many as it is planned for, where others have the rest of them and it may take as much longer; absent: `threadCount`. */
  readonly plannedThreadCount?: number
  /** Kernels that give the same bytes on every processor, somewhat slower. */
  readonly deterministic?: boolean
  /** Vectors of twice the width, which the engine calls experimental. */
  readonly wideVectors?: boolean
  /** Beside what the interactions take. */
  readonly memoryMb: number
  /** Time a sequence model may take, to find out and to go on with all data; 0: none is trained. */
  readonly sequenceMinutes: number
}

export const bytesLeft = ({ memoryMb }: Pick<TrainingMeans, 'memoryMb'>): number => memoryMb * 2 ** 20

export const plannedThreads = ({ threadCount, plannedThreadCount = threadCount }: TrainingMeans): number =>
  plannedThreadCount

export interface FitContext {
  readonly seed: number
  readonly means: TrainingMeans
  /** Of an earlier fit with the same configuration. */
  readonly choices?: Choices
  /** What the fit before this one, or the version that is updated, learned slowly: this one goes on from it. */
  readonly start?: ModelStart
  /** Where the recipe uses them and the dataset group has them. */
  readonly features?: ItemFeatures
  readonly objective?: Objective
  /** Context columns and columns of users, where the recipe uses them and there are any. */
  readonly situations?: Situations
  /** Of every interaction, where the recipe looks at more than items. */
  readonly events?: EventFacts
  /** For people: what is being done. */
  readonly note: (what: string) => void
}

/** Parameters that were fitted, and what can be done with them. */
export interface Fitted {
  readonly recommend: Recommend
  /** Scores of the whole catalogue, of models that have them; written anew by the next call. */
  readonly score?: (query: Uint32Array, place?: SituationPlace) => Float32Array<ArrayBuffer>
  /** What was found out on the way, for the fit after this one and for the model's origin. */
  readonly choices?: Choices
  /** For the fit after this one, of the same items, to go on from. */
  readonly start?: ModelStart
  model(parts: ModelParts): RecommenderModel
}

export interface Trainer {
  readonly name: string
  fit(histories: Histories, values: ParameterValues, context: FitContext): Fitted | Promise<Fitted>
  /** That one thread fits and evaluates in a second, about. */
  readonly interactionsPerSecond: number
  /** The most that a fit makes use of beside what every training holds, about; absent: next to nothing. */
  wantedMb?(histories: Histories, values: ParameterValues, means: TrainingMeans): number
  /** Metrics beside those of every recipe, of all histories. */
  ownMetrics?(histories: Histories, values: ParameterValues): Metrics
}
