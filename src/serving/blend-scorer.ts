/**
 * The scorer of blends. Answers come from layers, which touch what a history touches, new items and an objective included; every
 * item is scored for whoever explains an answer, and where the vectors of a model do not fit the memory of kernels.
 */

import { CatalogueScores } from '../algorithms/blend/answering/catalogue-scores.ts'
import { LayeredScores } from '../algorithms/blend/answering/layered-scores.ts'
import { type PreparedBlend, prepareBlend } from '../algorithms/blend/prepared/prepare.ts'
import { codeWidth, tablesOf } from '../algorithms/blend/prepared/vector-table.ts'
import { applyItemFacts } from '../algorithms/item-facts/apply.ts'
import type { BlendModel, RecommenderModel } from '../artifacts/recommender-artifact.ts'
import type { Restriction } from '../ranking/candidates.ts'
import { softmax } from '../ranking/probabilities.ts'
import type { Scored } from '../ranking/scored.ts'
import type { Best } from './best-store.ts'
import { InputCodes } from './input-codes.ts'
import { bestOf, RememberedBest } from './remembered-best.ts'
import type { ScoreElsewhere } from './score-elsewhere.ts'
import type { Scorer } from './scorer.ts'
import { type Situation, SituationFeatures } from './situation-features.ts'

/** Some nine thousand histories of fifty. */
const rememberedBytesMax = 16 * 1024 * 1024

/** What a model is given before it answers, made where it does not hold up requests; undefined where nothing helps. */
export function preparedFor(model: RecommenderModel, threadCount = 1): PreparedBlend | undefined {
  return model.kind === 'blend' ? prepareBlend(model.params, model.facts, threadCount) : undefined
}

/** Products that the scores of one history take; 0 where what is remembered of a history does not answer for it. */
export function productCountOf(model: RecommenderModel): number {
  if (model.kind !== 'blend' || model.params.lifts || InputCodes.for(model.params)) return 0
  const tables = tablesOf(model.params.parts.map(({ part }) => part))
  return model.items.size * tables.reduce((sum, { width }) => sum + codeWidth(width), 0)
}

/** For a thread beside the one that has the scorer. */
export function bestFinder({ params }: BlendModel, prepared: PreparedBlend): (history: ArrayLike<number>) => Best {
  const layered = new LayeredScores(params, prepared, 1)
  return history => {
    layered.read(history)
    return bestOf(scoredBy(layered))
  }
}

/** `elsewhere`: has histories scored by a thread. */
export function blendScorer(
  { params, facts }: BlendModel,
  prepared: PreparedBlend | undefined,
  elsewhere?: ScoreElsewhere,
): Scorer {
  const lifts = params.lifts && new SituationFeatures(params.lifts)
  const inputs = InputCodes.for(params)
  let catalogue: CatalogueScores | undefined
  const score = (history: ArrayLike<number>, situation?: Situation) => {
    catalogue ??= new CatalogueScores(params)
    const scores = catalogue.after(history, inputs?.of(situation, history.length))
    if (situation)
      lifts?.each(situation, history, (item, lift) => {
        scores[item]! += lift
      })
    if (facts) applyItemFacts(facts, history, scores)
    return scores
  }
  if (!prepared) return { score, shares: softmax, byteCount: CatalogueScores.byteCountOf(params) }
  const layered = new LayeredScores(params, prepared)
  const search = (history: ArrayLike<number>, situation?: Situation) => {
    layered.read(history, inputs?.of(situation, history.length))
    if (situation) lifts?.each(situation, history, (item, lift) => layered.add(item, lift))
    return scoredBy(layered)
  }
  if (lifts || inputs) return { score, quick: search, shares: softmax, byteCount: layered.byteCount }
  const remembered = new RememberedBest(rememberedBytesMax)
  const quick = (history: ArrayLike<number>): Scored => {
    const { foremost, ...scored } = remembered.of(history, () => search(history))
    return facts?.allowed ? scored : { ...scored, foremost }
  }
  const foresee = (history: ArrayLike<number>): Promise<void> | undefined =>
    remembered.has(history)
      ? undefined
      : elsewhere?.ask(history)?.then(best => {
          if (best) remembered.keep(history, best)
        })
  const byteCount = layered.byteCount + rememberedBytesMax + (elsewhere ? layered.ownByteCount : 0)
  return { score, quick, ...(elsewhere && { foresee }), shares: softmax, byteCount }
}

function scoredBy(layered: LayeredScores) {
  const { search } = layered
  let [highest, mass] = [Number.NaN, Number.NaN]
  return {
    best: ({ allowed, excluded }: Restriction, count: number) => {
      const isIn = (item: number): boolean =>
        !excluded?.has(item) && (allowed?.items !== undefined || (allowed?.has(item) ?? true))
      const isOpen = !excluded?.size && (!allowed || allowed.items !== undefined)
      return search.best({ ...(allowed?.items && { items: allowed.items }), ...(!isOpen && { mayStand: isIn }) }, count)
    },
    scoreOf: (item: number) => layered.scoreOf(item),
    shareOf: (item: number) => {
      // Asked for once the best are known, which makes the sum exact where it counts.
      if (Number.isNaN(mass)) [highest, mass] = [search.highest, search.mass]
      return Math.exp(layered.scoreOf(item) - highest) / mass
    },
    spread: () => search.spread,
    reach: () => layered.reach(),
  }
}
