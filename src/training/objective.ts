/**
 * What `optimizationObjective` does: items get a bonus for their attribute, in standard deviations of the attribute over
 * the catalogue, times how far relevance may be traded for it [doc: OFF, LOW, MEDIUM, HIGH; the amounts are ours]. Scores
 * of a history are brought to the same unit, so that a sensitivity means the same for every model.
 */

import type { ItemFeatures } from '../algorithms/item-features.ts'

export type Sensitivity = 'OFF' | 'LOW' | 'MEDIUM' | 'HIGH'

export interface Objective {
  /** The attribute of each item; NaN where it is not known, as for items that stand in interactions alone. */
  readonly values: ArrayLike<number>
  readonly sensitivity: Sensitivity
}

/** Plain data, from the solution. */
export interface ObjectiveConfig {
  readonly itemAttribute?: string
  readonly objectiveSensitivity?: Sensitivity
}

const weights: Readonly<Record<Sensitivity, number>> = { OFF: 0, LOW: 0.3, MEDIUM: 1, HIGH: 3 }

/** Without a column of that name there is nothing to aim at. */
export function objectiveOf(
  config: ObjectiveConfig | undefined,
  features: ItemFeatures | undefined,
): Objective | undefined {
  const column = features?.columns.find(({ name }) => name === config?.itemAttribute)
  if (column?.kind !== 'number') return undefined
  return { values: column.values, sensitivity: config?.objectiveSensitivity ?? 'OFF' }
}

/** Undefined when the objective is OFF: the order is then exactly the one without it. */
export function boostsOf({ values, sensitivity }: Objective): Float32Array<ArrayBuffer> | undefined {
  if (weights[sensitivity] === 0) return undefined
  const known = Array.from(values).filter(value => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length)
  const scale = variance > 0 ? weights[sensitivity] / Math.sqrt(variance) : 0
  return Float32Array.from(values, value => (Number.isNaN(value) ? 0 : (value - mean) * scale))
}

/** What taking an item is worth, above 0 and up to 1, for `average_rewards_at_k`. */
export function rewardsOf({ values }: Objective): Float64Array {
  const known = Array.from(values).filter(value => !Number.isNaN(value))
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const floor = 1e-3
  return Float64Array.from(values, value => {
    if (Number.isNaN(value) || most === least) return floor
    return floor + (1 - floor) * ((value - least) / (most - least))
  })
}
