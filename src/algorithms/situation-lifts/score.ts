/** Adds the lifts of a situation to log-scores, at the cost of the items they name. */

import type { SituationLifts } from './params.ts'

/** The column of a feature. */
function columnOf({ columns }: SituationLifts, feature: number): number {
  let column = columns.length - 1
  while (column > 0 && columns[column]!.firstFeature > feature) column--
  return column
}

/** `isCold`: asked for somebody without a history. */
export function addLifts(
  lifts: SituationLifts,
  features: ArrayLike<number>,
  isCold: boolean,
  scores: Float32Array,
): void {
  eachLift(lifts, features, isCold, (item, amount) => {
    scores[item]! += amount
  })
}

/** Calls back with every item that the features lift, once for each feature, and by how much: what an explanation tells. */
export function eachLift(
  lifts: SituationLifts,
  features: ArrayLike<number>,
  isCold: boolean,
  add: (item: number, amount: number) => void,
): void {
  const { rows } = lifts
  const weights = isCold ? lifts.weights.cold : lifts.weights.warm
  for (let at = 0; at < features.length; at++) {
    const feature = features[at]!
    const weight = weights[columnOf(lifts, feature)] ?? 0
    if (weight === 0) continue
    const to = rows.offsets[feature + 1]!
    for (let entry = rows.offsets[feature]!; entry < to; entry++) add(rows.items[entry]!, weight * rows.weights[entry]!)
  }
}
