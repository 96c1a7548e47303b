/**
 * Where the score of an item comes from under transition rules. It is a sum over the history and the prior, so amounts are
 * exact: events + start + repeat = score. `repeat` is what damping takes from an item of the history.
 */

import type { TransitionRulesParams } from './params.ts'

export interface RuleAmounts {
  readonly score: number
  /** By place in the history. */
  readonly events: Float64Array
  readonly start: number
  readonly repeat: number
}

export function explainRules(params: TransitionRulesParams, history: ArrayLike<number>, item: number): RuleAmounts {
  const { prior, priorWeight, starts, repeatFactor } = params
  const events = new Float64Array(history.length)
  const evidence = 1 - priorWeight
  const start = priorWeight * prior[item]! + (history.length > 0 ? 0 : evidence * starts[item]!)
  addRules(params, history, item, events)
  const sum = events.reduce((total, amount) => total + amount, start)
  const repeat = Array.prototype.includes.call(history, item) ? (repeatFactor - 1) * sum : 0
  return { score: sum + repeat, events, start, repeat }
}

function addRules(
  { followers, historyWindow, historyDecay, priorWeight }: TransitionRulesParams,
  history: ArrayLike<number>,
  item: number,
  events: Float64Array,
): void {
  const depth = Math.min(historyWindow, history.length)
  let total = 0
  for (let back = 0; back < depth; back++) total += historyDecay ** back
  for (let back = 0; back < depth; back++) {
    const place = history.length - 1 - back
    const row = followers.items.subarray(followers.offsets[history[place]!], followers.offsets[history[place]! + 1])
    const at = row.indexOf(item)
    if (at < 0) continue
    const weight = followers.weights[followers.offsets[history[place]!]! + at]!
    events[place] = ((1 - priorWeight) * historyDecay ** back * weight) / total
  }
}
