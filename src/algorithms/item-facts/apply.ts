/** Changes the scores a model has for a history by what is known of items: new items first, then the objective, then who may stand there. */

import { scoreNewItems } from '../new-items/score.ts'
import type { ItemFacts } from './params.ts'

export function applyItemFacts(facts: ItemFacts, history: ArrayLike<number>, scores: Float32Array): void {
  if (facts.newItems) {
    scoreNewItems(facts.newItems, history, scores)
    holdBack(facts.newItems.items, scores)
  }
  if (facts.boosts) addBoosts(facts.boosts, scores)
  if (facts.allowed)
    for (let item = 0; item < scores.length; item++)
      if (facts.allowed[item] === 0) scores[item] = Number.NEGATIVE_INFINITY
}

/** Deviations that a new item stands behind its neighbours: most turn out less popular than what people do know. */
export const caution = 1

function holdBack(items: Uint32Array, scores: Float32Array): void {
  const step = caution * deviationOf(scores)
  for (let at = 0; at < items.length; at++) scores[items[at]!]! -= step
}

function addBoosts(boosts: Float32Array, scores: Float32Array): void {
  const deviation = deviationOf(scores)
  for (let item = 0; item < scores.length; item++) scores[item]! += deviation * boosts[item]!
}

function deviationOf(scores: Float32Array): number {
  let [sum, squares] = [0, 0]
  for (let item = 0; item < scores.length; item++) {
    sum += scores[item]!
    squares += scores[item]! ** 2
  }
  const mean = sum / scores.length
  return Math.sqrt(Math.max(0, squares / scores.length - mean * mean))
}
