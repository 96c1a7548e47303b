/**
 * Finds out how much each column of situations says of what comes next, beyond what the blend knows already: after a history,
 * and for somebody without one. Among the items that could come: the best of the blend, the most lifted, and what came.
 */

import type { Case } from '../../../algorithms/blend/hold-out.ts'
import type { BlendParams } from '../../../algorithms/blend/params.ts'
import { scoreCatalogue } from '../../../algorithms/blend/score.ts'
import type { Histories, ItemRows } from '../../../algorithms/histories.ts'
import { findLiftWeights, type LiftCase } from '../../../algorithms/situation-lifts/find-weights.ts'
import { fitLifts } from '../../../algorithms/situation-lifts/fit.ts'
import { liftDefaults } from '../../../algorithms/situation-lifts/params.ts'
import {
  featuresAt,
  type SituationColumn,
  type SituationPlace,
  type Situations,
} from '../../../algorithms/situations.ts'
import { topItems } from '../../../kernels/top-items.ts'
import type { ColumnWeights, LiftChoice } from './choices.ts'
import { contextsOf, liftName, ownLiftsAt } from './lifts.ts'

/** Items of a case: the best by the blend, the most lifted, the newest of the history. */
const [likelyCount, liftedCount, ownCount] = [150, 60, 300]

export function findLifts(
  params: BlendParams,
  kept: Histories,
  cases: readonly Case[],
  situations: Situations,
): LiftChoice | undefined {
  const maker = new CaseMaker(params, situations, fitLifts(kept, situations, liftDefaults))
  const { columns } = situations
  const weightsFor = (isCold: boolean): readonly number[] => {
    const made = cases.map(one => maker.caseOf(one, isCold))
    const own = contextsOf(situations).map((_, context) => columns.length + context)
    const groups = [own, placesOf(columns, 'context'), placesOf(columns, 'user')]
    return findLiftWeights(made, columns.length + own.length, isCold ? groups.slice(1) : groups)
  }
  const told = (weights: readonly number[], of: readonly number[]): ColumnWeights =>
    Object.fromEntries(
      of.flatMap((column, at) => (weights[at]! > 0 ? [[liftName(columns[column]!), rounded(weights[at]!)]] : [])),
    )
  const every = columns.map((_, column) => column)
  const [warm, cold] = [weightsFor(false), weightsFor(true)]
  const own = told(warm.slice(columns.length), contextsOf(situations))
  const found = { warm: told(warm, every), cold: told(cold, every), own }
  return Object.keys({ ...found.warm, ...found.cold, ...found.own }).length > 0 ? found : undefined
}

const placesOf = (columns: readonly SituationColumn[], source: SituationColumn['source']): readonly number[] =>
  columns.flatMap((column, at) => (column.source === source ? [at] : []))

/** Three digits say all that is known. */
const rounded = (value: number): number => Number(value.toPrecision(3))

/** Makes cases one after the other; its arrays are used again and again. */
class CaseMaker {
  readonly #params: BlendParams
  readonly #situations: Situations
  readonly #rows: ItemRows
  readonly #scores: Float32Array<ArrayBuffer>
  readonly #scratch: Float32Array<ArrayBuffer>
  readonly #catalogue: Uint32Array<ArrayBuffer>
  /** Lifts of every item: of each column, then of each context in the user's own history. */
  readonly #lifts: readonly Float32Array[]

  constructor(params: BlendParams, situations: Situations, rows: ItemRows) {
    const itemCount = params.cold.length
    this.#params = params
    this.#situations = situations
    this.#rows = rows
    this.#scores = new Float32Array(itemCount)
    this.#scratch = new Float32Array(itemCount)
    this.#catalogue = Uint32Array.from(this.#scores.keys())
    const count = situations.columns.length + contextsOf(situations).length
    this.#lifts = Array.from({ length: count }, () => new Float32Array(itemCount))
  }

  caseOf({ history, target, place }: Case, isCold: boolean): LiftCase {
    const scores = this.#scores
    const past = isCold ? [] : history
    scoreCatalogue(this.#params, past, scores, this.#scratch)
    for (const ofColumn of this.#lifts) ofColumn.fill(0)
    if (place) this.#addLiftsAt(place, past)
    const items = this.#itemsThatCouldCome(past, target)
    const lifts = new Float32Array(this.#lifts.length * items.length)
    for (const [column, ofColumn] of this.#lifts.entries())
      for (let at = 0; at < items.length; at++) lifts[column * items.length + at] = ofColumn[items[at]!]!
    return { base: Float32Array.from(items, item => scores[item]!), lifts, target: items.indexOf(target) }
  }

  #addLiftsAt(place: SituationPlace, history: ArrayLike<number>): void {
    const { columns } = this.#situations
    const { offsets, items, weights } = this.#rows
    for (const feature of featuresAt(this.#situations, place)) {
      const ofColumn = this.#lifts[columns.findLastIndex(({ firstFeature }) => firstFeature <= feature)]!
      const to = offsets[feature + 1]!
      for (let at = offsets[feature]!; at < to; at++) ofColumn[items[at]!]! += weights[at]!
    }
    for (const context of contextsOf(this.#situations).keys()) {
      const own = this.#lifts[columns.length + context]!
      ownLiftsAt(this.#situations, place, context, history, (item, lift) => {
        own[item] = lift
      })
    }
  }

  #itemsThatCouldCome(past: ArrayLike<number>, target: number): readonly number[] {
    const lifted = this.#scratch.fill(0)
    for (const ofColumn of this.#lifts)
      for (let item = 0; item < lifted.length; item++) lifted[item]! += ofColumn[item]!
    const likely = topItems(this.#scores, this.#catalogue, likelyCount)
    const most = topItems(lifted, this.#catalogue, liftedCount)
    return [...new Set([target, ...likely, ...most, ...Array.from(past).slice(-ownCount)])]
  }
}
