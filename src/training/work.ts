/**
 * What one fit works on: a snapshot, the trainer of a recipe, the values of its parameters, the histories these leave. A
 * training makes one for what it trains, a search one for each of its trials (`search/`), maybe in a thread of its own.
 */

import type { Histories } from '../algorithms/histories.ts'
import { assert } from '../base/assert.ts'
import type { Snapshot } from '../datasets/snapshot.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { withinHistoryLengths } from './history-length.ts'
import { type Objective, type ObjectiveConfig, objectiveOf } from './objective.ts'
import { type GivenParameters, ParameterValues } from './parameter-values.ts'
import { findTrainer } from './trainers/find-trainer.ts'
import type { FitContext, Trainer, TrainingMeans } from './trainers/trainer.ts'

/** What is learned from. */
export type Learnable = Pick<Snapshot, 'histories' | 'itemFeatures' | 'situations' | 'events' | 'catalogueItemCount'>

/** How it is learned, whatever the recipe. */
export interface FitSpec {
  readonly seed: number
  readonly means: TrainingMeans
  /** What the order is to lean to beside relevance. */
  readonly objective?: ObjectiveConfig
}

export interface Data {
  readonly snapshot: Learnable
  readonly spec: FitSpec
}

export interface Candidate {
  readonly recipeArn: string
  readonly parameters: GivenParameters
}

export type Work<Given extends Data = Data> = Given & {
  readonly recipe: Recipe
  readonly trainer: Trainer
  readonly values: ParameterValues
  readonly histories: Histories
}

export function trainerOf({ recipeArn }: Pick<Candidate, 'recipeArn'>): {
  readonly recipe: Recipe
  readonly trainer: Trainer
} {
  const recipe = findRecipe(recipeArn)
  assert(recipe?.trainer !== undefined, `${recipeArn} has no trainer`)
  return { recipe, trainer: findTrainer(recipe.trainer) }
}

export function workOf<Given extends Data>({ recipeArn, parameters }: Candidate, data: Given): Work<Given> {
  const { recipe, trainer } = trainerOf({ recipeArn })
  const values = new ParameterValues(recipe, parameters)
  const histories = withinHistoryLengths(data.snapshot.histories, values)
  return { ...data, recipe, trainer, values, histories }
}

export const contextOf = ({ spec, snapshot }: Data, note: FitContext['note']): FitContext => ({
  seed: spec.seed,
  means: spec.means,
  note,
  ...(snapshot.itemFeatures && { features: snapshot.itemFeatures }),
  ...(snapshot.situations && { situations: snapshot.situations }),
  ...(snapshot.events && { events: snapshot.events }),
  ...withObjective({ spec, snapshot }),
})

function withObjective({ spec, snapshot }: Data): { readonly objective?: Objective } {
  const objective = objectiveOf(spec.objective, snapshot.itemFeatures)
  return objective === undefined ? {} : { objective }
}
