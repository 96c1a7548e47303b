/** The lifts of a blend: those of the columns that were chosen, of the data at hand. */

import type { Histories } from '../../../algorithms/histories.ts'
import { fitLifts } from '../../../algorithms/situation-lifts/fit.ts'
import { ownLifts } from '../../../algorithms/situation-lifts/own.ts'
import { liftDefaults, type SituationLifts } from '../../../algorithms/situation-lifts/params.ts'
import { addLifts } from '../../../algorithms/situation-lifts/score.ts'
import {
  featuresAt,
  type SituationColumn,
  type SituationPlace,
  type Situations,
} from '../../../algorithms/situations.ts'
import type { BlendChoices, ColumnWeights } from './choices.ts'

export const liftName = ({ source, name }: SituationColumn): string => `${source}:${name}`

const weightsOf = (chosen: ColumnWeights, columns: readonly SituationColumn[]): readonly number[] =>
  columns.map(column => chosen[liftName(column)] ?? 0)

/** Adds to log-scores what the situation at a place lifts, as an answer will. `history`: the items of its past. */
export function addLiftsAt(
  lifts: SituationLifts,
  situations: Situations,
  place: SituationPlace,
  history: ArrayLike<number>,
  scores: Float32Array,
): void {
  addLifts(lifts, featuresAt(situations, place), history.length === 0, scores)
  for (const [context, column] of contextsOf(situations).entries()) {
    const weight = lifts.weights.own[column]!
    if (weight > 0)
      ownLiftsAt(situations, place, context, history, (item, lift) => {
        scores[item]! += weight * lift
      })
  }
}

/** Columns of contexts, in the order of their codes. */
export const contextsOf = ({ columns }: Situations): readonly number[] =>
  columns.flatMap(({ source }, column) => (source === 'context' ? [column] : []))

export function ownLiftsAt(
  { contexts }: Situations,
  { interaction, past }: SituationPlace,
  context: number,
  history: ArrayLike<number>,
  use: (item: number, lift: number) => void,
): void {
  const codes = contexts[context]!
  const now = codes[interaction]!
  if (past !== undefined && now > 0) ownLifts(history, at => codes[past[at]!] === now, use)
}

/** Undefined where no column is used, or none of those is there any more. */
export function chosenLifts(
  { lifts: chosen }: BlendChoices,
  histories: Histories,
  situations: Situations,
): SituationLifts | undefined {
  if (chosen === undefined) return undefined
  const { columns, names } = situations
  const weights = {
    warm: weightsOf(chosen.warm, columns),
    cold: weightsOf(chosen.cold, columns),
    own: weightsOf(chosen.own, columns),
  }
  const isUsed = (column: number): boolean => weights.warm[column]! > 0 || weights.cold[column]! > 0
  if (!columns.some((_, column) => isUsed(column) || weights.own[column]! > 0)) return undefined
  return { columns, names, weights, rows: fitLifts(histories, situations, liftDefaults, isUsed) }
}
