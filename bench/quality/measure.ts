/** One recipe with its defaults on one set and seed: fitted on the training users, measured by both protocols. */

import type { Snapshot } from '../../src/datasets/snapshot.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import { evaluate, type Metrics, type Recommend } from '../../src/training/evaluate.ts'
import { withinHistoryLengths } from '../../src/training/history-length.ts'
import { ParameterValues } from '../../src/training/parameter-values.ts'
import { splitUsers, type TestUser } from '../../src/training/split.ts'
import { findTrainer } from '../../src/training/trainers/find-trainer.ts'
import { recordedNdcgAt } from './recorded-ndcg.ts'

export interface Measured {
  readonly documented: Metrics
  readonly recorded: Metrics
  readonly fitMs: number
}

export async function measure(recipe: Recipe, snapshot: Snapshot, seed: number): Promise<Measured> {
  const values = new ParameterValues(recipe, {})
  const { train, tests } = splitUsers(withinHistoryLengths(snapshot.histories, values), seed)
  const startedMs = performance.now()
  const { recommend } = findTrainer(recipe.trainer ?? '').fit(train, values)
  const fitMs = performance.now() - startedMs
  const catalogueItemCount = snapshot.catalogueItemCount
  const documented = await evaluate({ tests, recommend, catalogueItemCount })
  const last = tests.map(lastItemHeldOut)
  const recorded = {
    ...(await evaluate({ tests: last, recommend, catalogueItemCount })),
    ...recordedNdcg(last, recommend),
  }
  return { documented, recorded, fitMs }
}

function lastItemHeldOut({ query, truth }: TestUser): TestUser {
  const history = Uint32Array.of(...query, ...truth)
  return { query: history.subarray(0, -1), truth: history.subarray(-1) }
}

function recordedNdcg(tests: readonly TestUser[], recommend: Recommend): Metrics {
  const hits = tests.map(({ query, truth }) => Array.from(recommend(query, 25), item => truth.includes(item)))
  return Object.fromEntries(
    [5, 10, 25].map(k => {
      const sum = hits.reduce((total, list) => total + recordedNdcgAt(k, list), 0)
      return [`normalized_discounted_cumulative_gain_at_${k}`, sum / hits.length]
    }),
  )
}
