/**
 * One warm model asked once, without waiting in between. The order is exact over the whole catalogue; ties go by item
 * index. A user the model does not know is answered from an empty history, an unknown item by popularity: both give
 * popular items [doc: runtime page, 3.4].
 */

import { relatedItems } from '../algorithms/co-occurrence/score.ts'
import type { IdTable } from '../artifacts/id-table.ts'
import type { SequenceRulesModel } from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import { printed, sharesOf } from '../ranking/probabilities.ts'
import { scoreHistory } from './sequence-scores.ts'
import type { RankRequest, RecommendRequest, ScoredItem } from './serving.ts'
import type { WarmModel, WarmSequenceRules } from './warm-model.ts'

const indexIn = (ids: IdTable, id: string | undefined): number => (id === undefined ? -1 : ids.indexOf(id))

const withoutScores = (items: IdTable, indices: ArrayLike<number>): ScoredItem[] =>
  Array.from(indices, index => ({ itemId: items.idAt(index) }))

const noHistory = new Uint32Array(0)

function historyOf({ users, histories }: SequenceRulesModel, userId: string | undefined): Uint32Array {
  const user = indexIn(users, userId)
  return user < 0 ? noHistory : histories.items.subarray(histories.offsets[user]!, histories.offsets[user + 1]!)
}

function forUser({ model, bases, scores }: WarmSequenceRules, request: RecommendRequest): ScoredItem[] {
  scoreHistory(model.params, bases, historyOf(model, request.userId), scores)
  const { sum } = scores
  return Array.from(scores.top(request.numResults), item => ({
    itemId: model.items.idAt(item),
    score: printed(scores.scoreOf(item) / sum),
  }))
}

export function recommendFrom(warm: WarmModel, request: RecommendRequest): ScoredItem[] {
  switch (warm.kind) {
    case 'popularity':
      return withoutScores(warm.model.items, warm.model.params.order.subarray(0, request.numResults))
    case 'related-items': {
      const { items, params } = warm.model
      return withoutScores(items, relatedItems(params, indexIn(items, request.itemId), request.numResults))
    }
    case 'sequence-rules':
      return forUser(warm, request)
  }
}

/**
 * The request's items by their share of the request's scores, each id once. Items the model has never seen come last, in
 * the order they were given and without a score [sample: runtime page, 3.5].
 */
export function rankFrom(warm: WarmModel, { userId, inputList }: RankRequest): ScoredItem[] {
  assert(warm.kind === 'sequence-rules', `a ${warm.kind} model is not asked to rank`)
  const { model, bases, scores } = warm
  scoreHistory(model.params, bases, historyOf(model, userId), scores)
  const given = Array.from(new Set(inputList), itemId => ({ itemId, item: model.items.indexOf(itemId) }))
  const known = given
    .filter(({ item }) => item >= 0)
    .sort((one, other) => scores.scoreOf(other.item) - scores.scoreOf(one.item) || one.item - other.item)
  const shares = sharesOf(known.map(({ item }) => scores.scoreOf(item)))
  return [
    ...known.map(({ itemId }, at) => ({ itemId, score: printed(shares[at]!) })),
    ...given.filter(({ item }) => item < 0).map(({ itemId }) => ({ itemId })),
  ]
}
