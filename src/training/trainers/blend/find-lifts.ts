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
import { featuresAt, type SituationColumn, type Situations } from '../../../algorithms/situations.ts'
import { topItems } from '../../../kernels/top-items.ts'
import type { ColumnWeights, LiftChoice } from './choices.ts'
import { liftName } from './lifts.ts'

/** Items of a case that were best by the blend, and by all lifts. */
const [likelyCount, liftedCount] = [150, 60]

export function findLifts(
  params: BlendParams,
  kept: Histories,
  cases: readonly Case[],
  situations: Situations,
): LiftChoice | undefined {
  const maker = new CaseMaker(params, situations, fitLifts(kept, situations, liftDefaults))
  const { columns } = situations
  const groups = (['context', 'user'] as const).map(source => placesOf(columns, source))
  const weightsFor = (isCold: boolean): ColumnWeights => {
    const made = cases.map(one => maker.caseOf(one, isCold))
    const weights = findLiftWeights(made, columns.length, groups)
    return Object.fromEntries(
      columns.flatMap((column, at) => (weights[at]! > 0 ? [[liftName(column), rounded(weights[at]!)]] : [])),
    )
  }
  const found = { warm: weightsFor(false), cold: weightsFor(true) }
  return Object.keys({ ...found.warm, ...found.cold }).length > 0 ? found : undefined
}

const placesOf = (columns: readonly SituationColumn[], source: SituationColumn['source']): readonly number[] =>
  columns.flatMap((column, at) => (column.source === source ? [at] : []))

/** Three digits say all that is known. */
const rounded = (value: number): number => Number(value.toPrecision(3))

class CaseMaker {
  readonly #params: BlendParams
  readonly #situations: Situations
  readonly #rows: ItemRows
  readonly #scores: Float32Array<ArrayBuffer>
  readonly #scratch: Float32Array<ArrayBuffer>
  readonly #catalogue: Uint32Array<ArrayBuffer>

  constructor(params: BlendParams, situations: Situations, rows: ItemRows) {
    const itemCount = params.cold.length
    this.#params = params
    this.#situations = situations
    this.#rows = rows
    this.#scores = new Float32Array(itemCount)
    this.#scratch = new Float32Array(itemCount)
    this.#catalogue = Uint32Array.from(this.#scores.keys())
  }

  caseOf({ history, target, place }: Case, isCold: boolean): LiftCase {
    const scores = this.#scores
    scoreCatalogue(this.#params, isCold ? [] : history, scores, this.#scratch)
    const byColumn = this.#liftsAt(place ? featuresAt(this.#situations, place) : new Uint32Array(0))
    const items = this.#itemsThatCouldCome(byColumn, target)
    const lifts = new Float32Array(byColumn.length * items.length)
    for (const [column, ofColumn] of byColumn.entries())
      for (const [at, item] of items.entries()) lifts[column * items.length + at] = ofColumn.get(item) ?? 0
    return { base: Float32Array.from(items, item => scores[item]!), lifts, target: items.indexOf(target) }
  }

  #liftsAt(features: Uint32Array): readonly Map<number, number>[] {
    const { columns } = this.#situations
    const { offsets, items, weights } = this.#rows
    const byColumn = columns.map(() => new Map<number, number>())
    for (const feature of features) {
      const column = columns.findLastIndex(({ firstFeature }) => firstFeature <= feature)
      const ofColumn = byColumn[column]!
      for (let at = offsets[feature]!; at < offsets[feature + 1]!; at++)
        ofColumn.set(items[at]!, (ofColumn.get(items[at]!) ?? 0) + weights[at]!)
    }
    return byColumn
  }

  #itemsThatCouldCome(byColumn: readonly Map<number, number>[], target: number): readonly number[] {
    const lifted = this.#scratch.fill(0)
    for (const ofColumn of byColumn) for (const [item, lift] of ofColumn) lifted[item]! += lift
    const likely = topItems(this.#scores, this.#catalogue, likelyCount)
    const most = topItems(lifted, this.#catalogue, liftedCount)
    return [...new Set([target, ...likely, ...most])]
  }
}
