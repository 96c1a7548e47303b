/**
 * What turns histories into a model of one kind: fits parameters, answers a history with them as serving will, and
 * packs them into a model. One trainer per algorithm; a recipe names its trainer.
 */

import type { Histories } from '../../algorithms/histories.ts'
import type { IdTable } from '../../artifacts/id-table.ts'
import type { Origin, RecommenderModel } from '../../artifacts/recommender-artifact.ts'
import type { Recommend } from '../evaluate.ts'
import type { ParameterValues } from '../parameter-values.ts'

export interface ModelParts {
  readonly origin: Origin
  readonly users: IdTable
  readonly items: IdTable
  /** Histories of every user, those left out of training too. */
  readonly histories: Histories
}

/** Parameters that were fitted, and what can be done with them. */
export interface Fitted {
  readonly recommend: Recommend
  model(parts: ModelParts): RecommenderModel
}

export interface Trainer {
  readonly name: string
  fit(histories: Histories, values: ParameterValues): Fitted
}
