/** NDCG@10 and hit rate at 10 of each user's last item among all that are not in the history; ties count against it. */

import type { SequenceModelParams } from '../../src/algorithms/sequence-model/params.ts'
import { scoreCatalogue } from '../../src/algorithms/sequence-model/score.ts'

export interface TestMetrics {
  readonly ndcg: number
  readonly ndcgStandardError: number
  readonly hitRate: number
  readonly scoringMs: number
}

const listLength = 10

export function testMetrics(params: SequenceModelParams, sequences: readonly (readonly number[])[]): TestMetrics {
  const scores = new Float32Array(params.shape.itemCount)
  const started = performance.now()
  const ranks = sequences.map(sequence => rankOfLast(params, sequence, scores))
  const scoringMs = (performance.now() - started) / sequences.length
  const gains = ranks.map(rank => (rank < listLength ? 1 / Math.log2(rank + 2) : 0))
  const ndcg = mean(gains)
  const variance = mean(gains.map(gain => (gain - ndcg) ** 2))
  const hitRate = mean(ranks.map(rank => (rank < listLength ? 1 : 0)))
  return { ndcg, ndcgStandardError: Math.sqrt(variance / gains.length), hitRate, scoringMs }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function rankOfLast(
  params: SequenceModelParams,
  sequence: readonly number[],
  scores: Float32Array<ArrayBuffer>,
): number {
  const history = sequence.slice(0, -1)
  scoreCatalogue(params, history, scores)
  const own = scores[sequence.at(-1)!]!
  for (const item of history) scores[item] = Number.NEGATIVE_INFINITY
  let better = -1
  for (const score of scores) if (score >= own) better++
  return better
}
