/** The scorer of each kind of model. Work that needs to be done once for a model is done here, in views and passes over it. */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import { scoreCatalogue as scoreRules } from '../algorithms/transition-rules/score.ts'
import type { RecommenderModel, RelatedItemsModel, SequenceRulesModel } from '../artifacts/recommender-artifact.ts'
import { proportional } from '../ranking/probabilities.ts'
import { blendScorer } from './blend-scorer.ts'
import type { ScoreElsewhere } from './score-elsewhere.ts'
import type { Scorer } from './scorer.ts'

/** `prepared`: what `preparedFor` gave for the model. `elsewhere`: has histories of it scored by a thread. */
export function scorerOf(
  model: RecommenderModel,
  prepared: PreparedBlend | undefined,
  elsewhere?: ScoreElsewhere,
): Scorer {
  switch (model.kind) {
    case 'popularity':
    case 'trending':
      return orderScorer(model.params.order)
    case 'related-items':
      return relatedScorer(model)
    case 'sequence-rules':
      return rulesScorer(model)
    case 'blend':
      return blendScorer(model, prepared, elsewhere)
  }
}

/** The first of `order` gets as much as there are items, the last 1. */
function placesOf(order: Uint32Array): Float32Array<ArrayBuffer> {
  const places = new Float32Array(order.length)
  for (let place = 0; place < order.length; place++) places[order[place]!] = order.length - place
  return places
}

/** The same for everyone. */
function orderScorer(order: Uint32Array): Scorer {
  const scores = placesOf(order)
  return { score: () => scores, byteCount: scores.byteLength }
}

/** Neighbours, nearest first, then popular items [doc]; never the item itself. */
function relatedScorer({ params: { neighbours, popular } }: RelatedItemsModel): Scorer {
  const places = placesOf(popular)
  const scores = new Float32Array(places.length)
  return {
    score: history => {
      scores.set(places)
      const item = history[0]
      if (item === undefined) return scores
      const [from, to] = [neighbours.offsets[item]!, neighbours.offsets[item + 1]!]
      for (let at = from; at < to; at++) scores[neighbours.items[at]!] = places.length + to - at
      scores[item] = Number.NEGATIVE_INFINITY
      return scores
    },
    byteCount: 2 * scores.byteLength,
  }
}

function rulesScorer({ params }: SequenceRulesModel): Scorer {
  const scores = new Float32Array(params.prior.length)
  return {
    score: history => {
      scoreRules(params, history, scores)
      return scores
    },
    shares: proportional,
    byteCount: scores.byteLength,
  }
}
