/** The scorer of each kind of model. Work that needs to be done once for a model is done here, in views and passes over it. */

import { CatalogueScores } from '../algorithms/blend/catalogue-scores.ts'
import { rowProductBytes } from '../algorithms/blend/row-products.ts'
import { applyItemFacts } from '../algorithms/item-facts/apply.ts'
import { scoreCatalogue as scoreRules } from '../algorithms/transition-rules/score.ts'
import type {
  BlendModel,
  RecommenderModel,
  RelatedItemsModel,
  SequenceRulesModel,
} from '../artifacts/recommender-artifact.ts'
import { proportional, softmax } from '../ranking/probabilities.ts'
import type { Scorer } from './scorer.ts'
import { SituationFeatures } from './situation-features.ts'

export function scorerOf(model: RecommenderModel): Scorer {
  switch (model.kind) {
    case 'popularity':
    case 'trending':
      return orderScorer(model.params.order)
    case 'related-items':
      return relatedScorer(model)
    case 'sequence-rules':
      return rulesScorer(model)
    case 'blend':
      return blendScorer(model)
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

function blendScorer({ params, items, facts }: BlendModel): Scorer {
  const catalogue = new CatalogueScores(params)
  const lifts = params.lifts && new SituationFeatures(params.lifts)
  return {
    score: (history, situation) => {
      const scores = catalogue.after(history)
      if (situation)
        lifts?.each(situation, history, (item, lift) => {
          scores[item]! += lift
        })
      if (facts) applyItemFacts(facts, history, scores)
      return scores
    },
    shares: softmax,
    byteCount: catalogue.byteCount + copiedBytes(params, items.size),
  }
}

/** Factors and the sequence model are copied to where kernels can read them. */
function copiedBytes({ parts }: BlendModel['params'], itemCount: number): number {
  return parts.reduce((sum, { part }) => {
    if (part.shape === 'factors') return sum + rowProductBytes(itemCount, part.dimension)
    return part.shape === 'sequence' ? sum + part.params.weights.byteLength : sum
  }, 0)
}
