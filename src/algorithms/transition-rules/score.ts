/**
 * Scores of the whole catalogue for one history, oldest interaction first:
 *
 *   score(j) = (1 - priorWeight) · Σ_k d^k · B(history[-1-k], j) / Σ_k d^k  +  priorWeight · prior(j)
 *
 * over the newest `historyWindow` interactions, then times `repeatFactor` for items of the history. An empty history
 * gets starts in place of rules. Scores are not negative and sum to at most 1 (rows are cut and repeats damped), so
 * score / Σ score is the probability that the service calls the softmax. Cost: items + window · row length.
 */

import type { TransitionRulesParams } from './params.ts'

export function scoreCatalogue(
  params: TransitionRulesParams,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
): void {
  const { prior, priorWeight, starts } = params
  const evidence = 1 - priorWeight
  const isKnown = history.length > 0
  for (let item = 0; item < prior.length; item++)
    scores[item] = priorWeight * prior[item]! + (isKnown ? 0 : evidence * starts[item]!)
  if (!isKnown) return
  addRules(params, history, evidence, scores)
  if (params.repeatFactor !== 1) dampRepeats(history, params.repeatFactor, scores)
}

function addRules(
  { followers, historyWindow, historyDecay }: TransitionRulesParams,
  history: ArrayLike<number>,
  evidence: number,
  scores: Float32Array,
): void {
  const depth = Math.min(historyWindow, history.length)
  let total = 0
  for (let back = 0; back < depth; back++) total += historyDecay ** back
  for (let back = 0; back < depth; back++) {
    const item = history[history.length - 1 - back]!
    const share = (evidence * historyDecay ** back) / total
    for (let at = followers.offsets[item]!; at < followers.offsets[item + 1]!; at++)
      scores[followers.items[at]!]! += share * followers.weights[at]!
  }
}

/** Each item once, however often it was taken. */
function dampRepeats(history: ArrayLike<number>, factor: number, scores: Float32Array): void {
  const seen = new Set<number>()
  for (let at = 0; at < history.length; at++) {
    const item = history[at]!
    if (seen.has(item)) continue
    seen.add(item)
    scores[item]! *= factor
  }
}
