/**
 * The scores of transition rules, kept sparse: the same numbers as `scoreCatalogue` of the algorithm, to the last bit,
 * but only items that the history speaks of are computed. Everything else keeps its place in a base that was sorted when
 * the model was loaded: popularity for users with a history, popularity and starts for those without.
 */

import type { TransitionRulesParams } from '../algorithms/transition-rules/params.ts'
import { type BaseScores, baseScores } from '../ranking/base-scores.ts'
import type { LayeredScores } from '../ranking/layered-scores.ts'

export interface SequenceBases {
  readonly known: BaseScores
  /** For an empty history. */
  readonly cold: BaseScores
}

export function basesOf({ prior, starts, priorWeight }: TransitionRulesParams): SequenceBases {
  const known = Float32Array.from(prior, share => priorWeight * share)
  const cold = Float32Array.from(prior, (share, item) => priorWeight * share + (1 - priorWeight) * starts[item]!)
  return { known: baseScores(known), cold: baseScores(cold) }
}

export function scoreHistory(
  params: TransitionRulesParams,
  bases: SequenceBases,
  history: Uint32Array,
  scores: LayeredScores,
): void {
  scores.begin(history.length > 0 ? bases.known : bases.cold)
  if (history.length === 0) return
  addRules(params, history, scores)
  if (params.repeatFactor === 1) return
  for (const item of new Set(history)) scores.scale(item, params.repeatFactor)
}

function addRules(params: TransitionRulesParams, history: Uint32Array, scores: LayeredScores): void {
  const { followers, historyWindow, historyDecay, priorWeight } = params
  const depth = Math.min(historyWindow, history.length)
  let total = 0
  for (let back = 0; back < depth; back++) total += historyDecay ** back
  for (let back = 0; back < depth; back++) {
    const item = history[history.length - 1 - back]!
    const share = ((1 - priorWeight) * historyDecay ** back) / total
    for (let at = followers.offsets[item]!; at < followers.offsets[item + 1]!; at++)
      scores.add(followers.items[at]!, share * followers.weights[at]!)
  }
}
