/**
 * Metrics of a model over test users, by ranking the whole catalogue for each of them. The keys and definitions are the
 * documented ones; values have four decimals [sample].
 */

import type { SituationPlace } from '../algorithms/situations.ts'
import { metricCutOffs } from '../recipes/metric-names.ts'
import { averageRewards } from './metrics/average-rewards.ts'
import { coverageOf } from './metrics/coverage.ts'
import { ndcgAt } from './metrics/ndcg.ts'
import { precisionAt } from './metrics/precision.ts'
import { reciprocalRankAt } from './metrics/reciprocal-rank.ts'
import type { TestUser } from './split.ts'

/** The item indices that are recommended to a history, best first, in the situation of a place. */
export type Recommend = (query: Uint32Array, count: number, place?: SituationPlace) => ArrayLike<number>

export interface Evaluation {
  readonly tests: readonly TestUser[]
  readonly recommend: Recommend
  /** Distinct items of the Items and Interactions datasets together. */
  readonly catalogueItemCount: number
  /** With event weights: their mean, by which gains are divided; adds the weighted NDCG. */
  readonly meanEventWeight?: number
  /** With an objective: what taking each item is worth; adds `average_rewards_at_k`. */
  readonly rewards?: ArrayLike<number>
  readonly onStep?: (done: number) => Promise<void>
}

export type Metrics = Readonly<Record<string, number>>

const deepest = 25
/** Test users between two calls of `onStep`, which lets messages through. */
const usersPerStep = 64

export async function evaluate(evaluation: Evaluation): Promise<Metrics> {
  const sums = new Map<string, number>()
  const lists: ArrayLike<number>[] = []
  for (const [at, test] of evaluation.tests.entries()) {
    if (at % usersPerStep === 0) await evaluation.onStep?.(at)
    const list = Array.from(evaluation.recommend(test.query, deepest, test.place))
    lists.push(list)
    for (const [key, value] of Object.entries(metricsOf(list, test, evaluation)))
      sums.set(key, (sums.get(key) ?? 0) + value)
  }
  const means = Array.from(sums, ([key, sum]) => [key, fourDecimals(sum / evaluation.tests.length)] as const)
  return { coverage: fourDecimals(coverageOf(lists, evaluation.catalogueItemCount)), ...Object.fromEntries(means) }
}

function metricsOf(list: readonly number[], test: TestUser, { meanEventWeight, rewards }: Evaluation): Metrics {
  const gains = gainsOf(test, meanEventWeight)
  const hits = list.map(item => gains.has(item))
  const metrics: Record<string, number> = { mean_reciprocal_rank_at_25: reciprocalRankAt(deepest, hits) }
  const ones = Array.from(gains, () => 1)
  for (const k of metricCutOffs) {
    metrics[`normalized_discounted_cumulative_gain_at_${k}`] = ndcgAt(k, hits.map(Number), ones)
    metrics[`precision_at_${k}`] = precisionAt(k, hits)
    if (meanEventWeight === undefined) continue
    const found = list.map(item => gains.get(item) ?? 0)
    metrics[`normalized_discounted_cumulative_gain_with_event_weights_at_${k}`] = ndcgAt(k, found, [...gains.values()])
  }
  if (rewards) metrics.average_rewards_at_k = averageRewards(list, [...gains.keys()], rewards)
  return metrics
}

/** Gain of each relevant item; of several events with one item the heaviest counts. */
function gainsOf({ truth, truthWeights }: TestUser, meanEventWeight: number | undefined): Map<number, number> {
  const gains = new Map<number, number>()
  for (const [at, item] of truth.entries()) {
    const gain = meanEventWeight ? (truthWeights?.[at] ?? 1) / meanEventWeight : 1
    gains.set(item, Math.max(gain, gains.get(item) ?? 0))
  }
  return gains
}

export const fourDecimals = (value: number): number => Math.round(value * 1e4) / 1e4
