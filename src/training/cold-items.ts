/**
 * HRNN-Coldstart recommends new items alone: those with fewer than `cold_start_max_interactions` users that came no
 * longer than `cold_start_max_duration` days before the latest item, or before now [doc: parameters; that nothing else is
 * recommended follows from them]. Users stand for interactions here: one user's repeats make an item no better known.
 */

import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import type { ParameterValues } from './parameter-values.ts'

/** 1 for items that are cold. Undefined for recipes without these parameters. */
export function coldItemsOf(
  { ageDays, userCounts }: Pick<ItemFacts, 'ageDays' | 'userCounts'>,
  values: ParameterValues,
): Uint8Array<ArrayBuffer> | undefined {
  if (!values.has('cold_start_max_interactions')) return undefined
  const countMax = values.number('cold_start_max_interactions')
  const start = values.text('cold_start_relative_from') === 'latestItem' ? youngest(ageDays) : 0
  const ageMax = start + values.number('cold_start_max_duration')
  return Uint8Array.from(ageDays, (age, item) => (userCounts[item]! < countMax && age <= ageMax ? 1 : 0))
}

const youngest = (ageDays: Float32Array): number =>
  ageDays.reduce((least, age) => Math.min(least, age), Number.POSITIVE_INFINITY)
