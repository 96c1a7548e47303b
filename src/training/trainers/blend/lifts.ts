/** The lifts of a blend: those of the columns that were chosen, of the data at hand. */

import type { Histories } from '../../../algorithms/histories.ts'
import { fitLifts } from '../../../algorithms/situation-lifts/fit.ts'
import { liftDefaults, type SituationLifts } from '../../../algorithms/situation-lifts/params.ts'
import type { SituationColumn, Situations } from '../../../algorithms/situations.ts'
import type { BlendChoices, ColumnWeights } from './choices.ts'

export const liftName = ({ source, name }: SituationColumn): string => `${source}:${name}`

const weightsOf = (chosen: ColumnWeights, columns: readonly SituationColumn[]): readonly number[] =>
  columns.map(column => chosen[liftName(column)] ?? 0)

/** Undefined where no column is used, or none of those is there any more. */
export function chosenLifts(
  { lifts: chosen }: BlendChoices,
  histories: Histories,
  situations: Situations,
): SituationLifts | undefined {
  if (chosen === undefined) return undefined
  const { columns, names } = situations
  const weights = { warm: weightsOf(chosen.warm, columns), cold: weightsOf(chosen.cold, columns) }
  const isUsed = (column: number): boolean => weights.warm[column]! > 0 || weights.cold[column]! > 0
  if (!columns.some((_, column) => isUsed(column))) return undefined
  return { columns, names, weights, rows: fitLifts(histories, situations, liftDefaults, isUsed) }
}
