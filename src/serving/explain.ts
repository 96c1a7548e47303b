/**
 * Why items have the places they have: what one warm model says of a few of them, worked out anew. Models of histories tell
 * what each interaction adds; the others what their order goes by. Takes tens of milliseconds where a sequence model is in
 * the blend, so it breathes between steps; requests go on being answered.
 */

import { setImmediate } from 'node:timers/promises'
import { type Explanation, explain, type PartAmount, type Steps } from '../algorithms/blend/answering/explain.ts'
import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import { explainRules } from '../algorithms/transition-rules/explain.ts'
import type { BlendModel, RecommenderModel } from '../artifacts/recommender-artifact.ts'
import { sharesOf } from '../ranking/probabilities.ts'
import { highestOf } from '../ranking/scored.ts'
import { historyFor, wasSeen } from './answer.ts'
import { InputCodes } from './input-codes.ts'
import type { Explained, ExplainedItem, ExplainRequest, ScoreAmounts } from './serving.ts'
import type { Situation } from './situation-features.ts'
import type { WarmModel } from './warm-model.ts'

export async function explainFrom(warm: WarmModel, request: ExplainRequest): Promise<Explained> {
  const { model, scorer, prepared } = warm
  const history = historyFor(model, request)
  // The array is written anew by the next request.
  const { situation } = request
  const plain = scorer.score(history, pastOf(situation)).slice()
  const scores = situation ? scorer.score(history, situation).slice() : plain
  const known = request.items.map(id => model.items.indexOf(id))
  const amounts = await amountsOf({ model, prepared, history, items: known, plain, scores, situation })
  const explained: ExplainedItem[] = []
  for (const [at, item] of known.entries()) {
    const itemId = request.items[at]!
    if (item < 0) {
      explained.push({ itemId, isInModel: false, isNew: false })
      continue
    }
    const standing = { scores, item, request, model }
    explained.push({
      itemId,
      isInModel: true,
      isNew: newRowOf(model, item) >= 0,
      ...(scores[item]! > Number.NEGATIVE_INFINITY && {
        score: scores[item]!,
        ...shareIn(warm, standing),
        ...(await placeOf(standing)),
      }),
      ...orderedBy(model, history, item),
      ...(amounts[at] && { amounts: amounts[at] }),
    })
  }
  return { history: Array.from(history, item => model.items.idAt(item)), items: explained }
}

/** What belongs to the history, without the situation of now. */
const pastOf = (situation: Situation | undefined): Situation | undefined =>
  situation?.pastCell && { pastCell: situation.pastCell }

interface Standing {
  readonly scores: Float32Array
  readonly item: number
  readonly request: ExplainRequest
  readonly model: RecommenderModel
}

/** Of a ranking the share among its items, else that of the whole catalogue. */
function shareIn({ scorer: { shares } }: WarmModel, { scores, item, request, model }: Standing): { share?: number } {
  if (!shares) return {}
  if (request.among) {
    const among = indicesIn(model, request.among).filter(one => wasSeen(model, one))
    const parts = sharesOf(
      among.map(one => scores[one]!),
      shares,
    )
    const at = among.indexOf(item)
    return at < 0 ? {} : { share: parts[at]! }
  }
  const highest = highestOf(scores as Float32Array<ArrayBuffer>)
  return {
    share: shares.massOf(scores[item]!, highest) / shares.totalOf(scores as Float32Array<ArrayBuffer>, highest),
  }
}

const indicesIn = ({ items }: RecommenderModel, ids: readonly string[]): readonly number[] =>
  [...new Set(ids)].map(id => items.indexOf(id)).filter(item => item >= 0)

const rowsAtOnce = 65_536

/** In the model's own order among what may stand there, from 1; ties go by index, as in answers. */
async function placeOf({
  scores,
  item,
  request,
  model,
}: Standing): Promise<{ place?: number; candidateCount: number }> {
  const { allowed, among } = request
  const may = (one: number): boolean => (allowed?.has(one) ?? true) && scores[one]! > Number.NEGATIVE_INFINITY
  const isSeen = wasSeen(model, item)
  const isAhead = (one: number): boolean => {
    if (among && wasSeen(model, one) !== isSeen) return !isSeen
    return scores[one]! > scores[item]! || (scores[one] === scores[item] && one < item)
  }
  const some = among && indicesIn(model, among)
  const count = some?.length ?? scores.length
  let [place, candidateCount] = [1, 0]
  for (let at = 0; at < count; at++) {
    const one = some?.[at] ?? at
    if (may(one)) {
      candidateCount++
      if (isAhead(one)) place++
    }
    if (at % rowsAtOnce === rowsAtOnce - 1) await setImmediate()
  }
  const mayStand = may(item) && (some?.includes(item) ?? true)
  return { ...(mayStand && { place }), candidateCount }
}

/** What the order of a model goes by that looks at no history. */
function orderedBy(
  model: RecommenderModel,
  history: ArrayLike<number>,
  item: number,
): Pick<ExplainedItem, 'orderedBy'> {
  switch (model.kind) {
    case 'popularity':
      return { orderedBy: { what: 'users', amount: model.params.userCounts[item]! } }
    case 'trending':
      return { orderedBy: { what: 'rise', amount: model.params.rises[item]! } }
    case 'related-items':
      return { orderedBy: nearness(model.params.neighbours, history[0], item) }
    default:
      return {}
  }
}

type Neighbours = Extract<RecommenderModel, { kind: 'related-items' }>['params']['neighbours']

/** An item that is no neighbour has its place by popularity. */
function nearness({ offsets, items, weights }: Neighbours, of: number | undefined, item: number) {
  const at = of === undefined ? -1 : items.subarray(offsets[of], offsets[of + 1]).indexOf(item)
  if (of === undefined || at < 0) return { what: 'popularity' } as const
  return { what: 'nearness', amount: weights[offsets[of]! + at]!, neighbour: at + 1 } as const
}

interface Scoring {
  readonly model: RecommenderModel
  readonly prepared: PreparedBlend | undefined
  readonly history: Uint32Array
  readonly items: readonly number[]
  /** Without the situation of the request. */
  readonly plain: Float32Array
  readonly scores: Float32Array
  readonly situation: Situation | undefined
}

async function amountsOf({ model, prepared, history, items, plain, scores, situation }: Scoring) {
  if (model.kind === 'sequence-rules') {
    return items.map(item => (item < 0 ? undefined : { ...explainRules(model.params, history, item), ...noMore }))
  }
  if (model.kind !== 'blend') return []
  const sources = items.map(item => (item < 0 ? [] : sourcesOf(model, history, item)))
  const wanted = [...new Set(sources.flat().map(([item]) => item))]
  const codes = InputCodes.for(model.params)?.of(pastOf(situation), history.length)
  const explained = await paced(explain(model.params, history, wanted, prepared, codes))
  const found = new Map(explained.map(one => [one.item, one]))
  return items.map((item, at): ScoreAmounts | undefined => {
    if (item < 0) return undefined
    const mixed = mix(sources[at]!.map(([source, share]) => [found.get(source)!, share]))
    const canStand = scores[item]! > Number.NEGATIVE_INFINITY
    if (!canStand) return { ...mixed, situation: 0, adjusted: 0 }
    return { ...mixed, situation: scores[item]! - plain[item]!, adjusted: plain[item]! - mixed.score }
  })
}

const noMore = { together: 0, situation: 0, adjusted: 0, parts: [] } as const

async function paced<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await setImmediate()
  }
}

const newRowOf = (model: RecommenderModel, item: number): number =>
  model.kind === 'blend' ? (model.facts?.newItems?.items.indexOf(item) ?? -1) : -1

/** Whose scores an item has, by share: its own, or, for a new one, those of its neighbours as `new-items/score.ts` takes them. */
function sourcesOf(model: BlendModel, history: Uint32Array, item: number): readonly (readonly [number, number])[] {
  const row = newRowOf(model, item)
  const neighbours = model.facts?.newItems?.neighbours
  if (row < 0 || !neighbours) return [[item, 1]]
  const { offsets, items, weights } = neighbours
  const all = Array.from(items.subarray(offsets[row], offsets[row + 1]), (one, at) => {
    return [one, weights[offsets[row]! + at]!] as const
  })
  if (all.length === 0) return [[item, 1]]
  const unseen = all.filter(([one]) => !history.includes(one))
  const total = unseen.reduce((sum, [, weight]) => sum + weight, 0)
  return total > 0 ? unseen.map(([one, weight]) => [one, weight / total]) : [[all[0]![0], 1]]
}

function mix(
  of: readonly (readonly [Explanation, number])[],
): Omit<ScoreAmounts, 'situation' | 'adjusted'> & { score: number } {
  const sum = (amountOf: (one: Explanation) => number): number =>
    of.reduce((total, [one, share]) => total + share * amountOf(one), 0)
  const [first] = of[0]!
  return {
    score: sum(({ score }) => score),
    events: first.events.map((_, place) => sum(({ events }) => events[place]!)),
    start: sum(({ start }) => start),
    repeat: sum(({ repeat }) => repeat),
    together: sum(({ together }) => together),
    parts: first.parts.map(
      ({ name, weight }, at): PartAmount => ({ name, weight, amount: sum(({ parts }) => parts[at]!.amount) }),
    ),
  }
}
