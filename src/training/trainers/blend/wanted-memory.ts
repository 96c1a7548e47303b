/**
 * What the parts of a blend make use of at most, if they may: the greatest of them, since they are fitted one after the
 * other. With less, closed forms cover fewer items, vectors are made of fewer users, and there is no sequence model.
 */

import { closedFormCost } from '../../../algorithms/closed-form/cost.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import type { TrainingMeans } from '../trainer.ts'
import { vectorsMb } from '../vector-memory.ts'
import { closedFormSize, spectralDimension } from './candidates.ts'
import { planSequence, sequenceMb } from './sequence-plan.ts'

const bytesPerMb = 1024 * 1024

export function blendMb(histories: Histories, values: ParameterValues, given: TrainingMeans): number {
  const means = { ...given, memoryMb: Number.POSITIVE_INFINITY }
  const { itemCount, items } = histories
  const size = { itemCount, interactionCount: items.length }
  const sequence = planSequence(size, values, means).isPossible ? sequenceMb(size, values, means) : 0
  const covered = Math.min(itemCount, closedFormSize('ease', means))
  const closed = Math.ceil(closedFormCost('ease', covered, means.threadCount).byteCount / bytesPerMb)
  return Math.max(sequence, closed, vectorsMb(histories, spectralDimension(itemCount), means.threadCount))
}
