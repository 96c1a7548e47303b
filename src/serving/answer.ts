/**
 * One warm model asked once, without waiting in between. The order is exact over the whole catalogue; ties go by item
 * index. A user the model does not know is answered from an empty history, an unknown item by popularity: both give
 * popular items [doc: runtime page, 3.4].
 */

import type { IdTable } from '../artifacts/id-table.ts'
import type { RecommenderModel } from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import { withLateItems } from '../ranking/late-items.ts'
import { printed, sharesOf } from '../ranking/probabilities.ts'
import { type Scored, scoredFrom } from '../ranking/scored.ts'
import { keptCount } from './remembered-best.ts'
import type { ForeseenRequest, RankRequest, RecommendRequest, ScoredItem } from './serving.ts'
import type { Situation } from './situation-features.ts'
import type { WarmModel } from './warm-model.ts'

const indexIn = (ids: IdTable, id: string | undefined): number => (id === undefined ? -1 : ids.indexOf(id))

const knownIn = (ids: IdTable, given: readonly string[]): Uint32Array =>
  Uint32Array.from(given.map(id => ids.indexOf(id)).filter(item => item >= 0))

const nothing = new Uint32Array(0)

/** What the model is asked about: an item, a history as it is now, or that of training time. */
export function historyFor(
  model: RecommenderModel,
  request: Pick<RecommendRequest, 'itemId' | 'userId' | 'history'>,
): Uint32Array {
  if (!('users' in model)) return 'itemId' in request ? knownIn(model.items, [request.itemId ?? '']) : nothing
  if (request.history instanceof Uint32Array) return request.history
  if (request.history !== undefined) return knownIn(model.items, request.history)
  const user = indexIn(model.users, request.userId)
  const { offsets, items } = model.histories
  return user < 0 ? nothing : items.subarray(offsets[user]!, offsets[user + 1]!)
}

function scoredFor({ scorer, candidates }: WarmModel, history: Uint32Array, situation?: Situation): Scored {
  return scorer.quick?.(history, situation) ?? scoredFrom(scorer.score(history, situation), candidates, scorer.shares)
}

/** Late items have the indices behind those of the model. */
function scoredWithLate(warm: WarmModel, request: RecommendRequest, history: Uint32Array): Scored {
  const { late = [], mayStandLate, situation } = request
  const { model } = warm
  const scored = scoredFor(warm, history, situation)
  if (late.length === 0 || model.kind !== 'blend') return scored
  const beside = { late, history, itemCount: model.items.size }
  return withLateItems(scored, { ...beside, ...(mayStandLate && { mayStand: mayStandLate }) })
}

/** Answers that explore, or are longer than what is remembered, ask for more than the thread tells. */
export async function foreseeFor({ model, scorer }: WarmModel, request: ForeseenRequest): Promise<void> {
  if (scorer.foresee === undefined || request.numResults > keptCount || request.exploration?.weight) return
  await scorer.foresee(historyFor(model, request))
}

export function recommendFrom(warm: WarmModel, request: RecommendRequest): ScoredItem[] {
  const { model } = warm
  const history = historyFor(model, request)
  const scored = scoredWithLate(warm, request, history)
  const itemCount = model.items.size
  const idOf = (item: number): string =>
    item < itemCount ? model.items.idAt(item) : request.late![item - itemCount]!.itemId
  const excluded = request.excluded && new Set(knownIn(model.items, request.excluded))
  const restriction = { ...(request.allowed && { allowed: request.allowed }), ...(excluded && { excluded }) }
  const best = scored.best(restriction, request.numResults)
  const { shareOf } = scored
  if (shareOf === undefined) return Array.from(best, item => ({ itemId: idOf(item) }))
  const mayStand = (item: number): boolean => !excluded?.has(item) && (request.allowed?.has(item) ?? true)
  const explored = exploredPlaces(warm, request, { history, scored, best, mayStand })
  if (explored)
    return inFallingOrder(explored.map(place => ({ ...place, itemId: idOf(place.item), score: shareOf(place.item) })))
  return Array.from(best, item => ({ itemId: idOf(item), score: printed(shareOf(item)) }))
}

interface Answered {
  readonly history: ArrayLike<number>
  readonly scored: Scored
  readonly best: Uint32Array
  readonly mayStand: (item: number) => boolean
}

/** Undefined where nothing is to be explored: the answer is then the same to the byte as one that was never to. */
function exploredPlaces({ explorer }: WarmModel, request: RecommendRequest, answered: Answered) {
  const { exploration, numResults, late = [], mayStandLate = () => true } = request
  if (exploration === undefined || exploration.weight === 0) return undefined
  return explorer?.places({ ...answered, ...exploration, late, mayStandLate, count: numResults })
}

interface Placed {
  readonly itemId: string
  readonly score: number
  readonly propensity: number
  readonly isExplored: boolean
}

/** What was explored is shown with no less than what stands after it, so that the order agrees with the scores [inferred]. */
function inFallingOrder(items: readonly Placed[]): ScoredItem[] {
  let after = 0
  return items
    .toReversed()
    .map(({ itemId, score, propensity, isExplored }) => {
      after = Math.max(after, score)
      return { itemId, score: printed(after), propensity, isExplored }
    })
    .toReversed()
}

interface Known {
  readonly itemId: string
  readonly item: number
  readonly score: number
}

/** Whether anybody had the item when the model was trained. Others it knows by their metadata alone. */
export const wasSeen = (model: RecommenderModel, item: number): boolean =>
  model.kind !== 'blend' || model.facts?.userCounts[item] !== 0

/**
 * The request's items by their share of the request's scores, each id once. Items that training has never seen come last and
 * without a score [sample: runtime page, 3.5]: those whose metadata it knows in their order [doc], the others as they were given.
 */
export function rankFrom(warm: WarmModel, request: RankRequest): ScoredItem[] {
  const { model, scorer } = warm
  const { shares } = scorer
  assert(shares, `a ${model.kind} model is not asked to rank`)
  const { scoreOf } = scoredFor(warm, historyFor(model, request), request.situation)
  const known: Known[] = []
  const unknown: ScoredItem[] = []
  for (const itemId of new Set(request.inputList)) {
    const item = model.items.indexOf(itemId)
    if (item < 0) unknown.push({ itemId })
    else known.push({ itemId, item, score: scoreOf(item) })
  }
  known.sort((one, other) => other.score - one.score || one.item - other.item)
  const [seen, unseen] = [true, false].map(is => known.filter(({ item }) => wasSeen(model, item) === is)) as [
    Known[],
    Known[],
  ]
  const parts = sharesOf(
    seen.map(({ score }) => score),
    shares,
  )
  const scored = seen.map(({ itemId }, at) => ({ itemId, score: printed(parts[at]!) }))
  return [...scored, ...unseen.map(({ itemId }) => ({ itemId })), ...unknown]
}
