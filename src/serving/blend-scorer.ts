/**
 * The scorer of blends. Answers come from layers, which touch what a history touches, new items and an objective included; every
 * item is scored for whoever explains an answer, and where the vectors of a model do not fit the memory of kernels.
 */

import { CatalogueScores } from '../algorithms/blend/answering/catalogue-scores.ts'
import { LayeredScores } from '../algorithms/blend/answering/layered-scores.ts'
import { type PreparedBlend, prepareBlend } from '../algorithms/blend/prepared/prepare.ts'
import { applyItemFacts } from '../algorithms/item-facts/apply.ts'
import type { BlendModel, RecommenderModel } from '../artifacts/recommender-artifact.ts'
import type { Restriction } from '../ranking/candidates.ts'
import { softmax } from '../ranking/probabilities.ts'
import type { Scored } from '../ranking/scored.ts'
import { InputCodes } from './input-codes.ts'
import { RememberedBest } from './remembered-best.ts'
import type { Scorer } from './scorer.ts'
import { type Situation, SituationFeatures } from './situation-features.ts'

/** Some nine thousand histories of fifty. */
const rememberedBytesMax = 16 * 1024 * 1024

/** What a model is given before it answers, made where it does not hold up requests; undefined where nothing helps. */
export function preparedFor(model: RecommenderModel): PreparedBlend | undefined {
  return model.kind === 'blend' ? prepareBlend(model.params, model.facts) : undefined
}

export function blendScorer({ params, facts }: BlendModel, prepared: PreparedBlend | undefined): Scorer {
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
  return { score, quick, shares: softmax, byteCount: layered.byteCount + rememberedBytesMax }
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
