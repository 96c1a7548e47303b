/**
 * HRNN-Coldstart recommends new items alone: those with fewer than `cold_start_max_interactions` users that came no
 * longer than `cold_start_max_duration` days before the latest item, or before now [doc: parameters; that nothing else is
 * recommended follows from them]. Users stand for interactions here: one user's repeats make an item no better known.
 */

import type { Histories } from '../algorithms/histories.ts'
import { ageDaysOf } from '../algorithms/item-facts/ages.ts'
import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import type { ItemFeatures } from '../algorithms/item-features.ts'
import { distinctUserCounts } from '../algorithms/popularity/fit.ts'
import { JobFailure } from '../jobs/job-kind.ts'
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

/**
 * Before any work starts. The number is the recipe's [doc: control-plane page, 10.4: 100 to 80,000]; the text is ours
 * [inferred], and so is that more than the original takes are taken.
 */
export function checkColdItems(
  histories: Histories,
  features: Pick<ItemFeatures, 'creationTimes'> | undefined,
  values: ParameterValues,
  countMin = 0,
): void {
  if (!values.has('cold_start_max_interactions')) return
  const ageDays = ageDaysOf(histories, features?.creationTimes)
  const cold = coldItemsOf({ ageDays, userCounts: distinctUserCounts(histories) }, values)
  const count = cold?.reduce((sum, isCold) => sum + isCold, 0) ?? Number.POSITIVE_INFINITY
  if (count >= countMin) return
  throw new JobFailure(
    `Create failed. Dataset has fewer than ${countMin} cold items: ${count} have fewer than ${values.text('cold_start_max_interactions')} interactions and are new enough.`,
  )
}

const youngest = (ageDays: Float32Array): number =>
  ageDays.reduce((least, age) => Math.min(least, age), Number.POSITIVE_INFINITY)
