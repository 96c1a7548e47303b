/**
 * Finds out how much each column of situations says of what comes next, beyond what the blend knows already: after a history,
 * and for somebody without one. Among the items that could come: the best of the blend, the most lifted, and what came.
 */

import type { Case } from '../../../algorithms/blend/choosing/hold-out.ts'
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
  /** Of the items of a case one more than their place; all 0 between cases. */
  readonly #places: Uint32Array<ArrayBuffer>

  constructor(params: BlendParams, situations: Situations, rows: ItemRows) {
    const itemCount = params.cold.length
    this.#params = params
    this.#situations = situations
    this.#rows = rows
    this.#scores = new Float32Array(itemCount)
    this.#scratch = new Float32Array(itemCount)
    this.#catalogue = Uint32Array.from(this.#scores.keys())
    this.#places = new Uint32Array(itemCount)
  }

  caseOf({ history, target, place, contexts }: Case, isCold: boolean): LiftCase {
    const past = isCold ? [] : history
    scoreCatalogue(this.#params, past, this.#scores, this.#scratch, contexts)
    const features = place ? featuresAt(this.#situations, place) : new Uint32Array(0)
    const own = this.#ownLiftsAt(place, past)
    const items = this.#itemsThatCouldCome(features, own, past, target)
    const base = Float32Array.from(items, item => this.#scores[item]!)
    return { base, lifts: this.#liftsOf(items, features, own), target: items.indexOf(target) }
  }

  #ownLiftsAt(place: SituationPlace | undefined, history: ArrayLike<number>): readonly ReadonlyMap<number, number>[] {
    return contextsOf(this.#situations).map((_, context) => {
      const lifts = new Map<number, number>()
      if (place) ownLiftsAt(this.#situations, place, context, history, (item, lift) => lifts.set(item, lift))
      return lifts
    })
  }

  #eachLift(features: Uint32Array, use: (item: number, lift: number, feature: number) => void): void {
    const { offsets, items, weights } = this.#rows
    for (const feature of features) {
      const to = offsets[feature + 1]!
      for (let at = offsets[feature]!; at < to; at++) use(items[at]!, weights[at]!, feature)
    }
  }

  #itemsThatCouldCome(
    features: Uint32Array,
    own: readonly ReadonlyMap<number, number>[],
    past: ArrayLike<number>,
    target: number,
  ): readonly number[] {
    const lifted = this.#scratch.fill(0)
    this.#eachLift(features, (item, lift) => {
      lifted[item]! += lift
    })
    for (const ofContext of own) for (const [item, lift] of ofContext) lifted[item]! += lift
    const likely = topItems(this.#scores, this.#catalogue, likelyCount)
    const most = topItems(lifted, this.#catalogue, liftedCount)
    return [...new Set([target, ...likely, ...most, ...Array.from(past).slice(-ownCount)])]
  }

  /** Columns in order, then the habits of each context. */
  #liftsOf(
    items: readonly number[],
    features: Uint32Array,
    own: readonly ReadonlyMap<number, number>[],
  ): Float32Array<ArrayBuffer> {
    const { columns } = this.#situations
    const count = items.length
    const lifts = new Float32Array((columns.length + own.length) * count)
    for (const [at, item] of items.entries()) this.#places[item] = at + 1
    const columnOf = new Map(
      Array.from(features, feature => [feature, columns.findLastIndex(one => one.firstFeature <= feature)]),
    )
    this.#eachLift(features, (item, lift, feature) => {
      const place = this.#places[item]!
      if (place > 0) lifts[columnOf.get(feature)! * count + place - 1]! += lift
    })
    for (const item of items) this.#places[item] = 0
    for (const [context, ofContext] of own.entries())
      for (const [at, item] of items.entries())
        lifts[(columns.length + context) * count + at] = ofContext.get(item) ?? 0
    return lifts
  }
}
