/**
 * Which parts a blend may have, simplest first, and with which forms of history each is tried. The closed forms need
 * items³ operations and items² memory: they cover the most used items up to what their time and the memory allow, and the
 * rest of the catalogue is left to the other parts.
 */

import { closedFormCost, sizeMaxFor } from '../../../algorithms/closed-form/cost.ts'
import { plannedThreads, type TrainingMeans } from '../trainer.ts'
import type { PartKind } from './choices.ts'

export interface Candidate {
  readonly kind: PartKind
  readonly decays: readonly number[]
}

/** A catalogue of more items than this may hold much that the closed forms do not cover. */
const coveredItemCount = 5000

export function candidatesFor(itemCount: number, isOrdered: boolean): readonly Candidate[] {
  const rules: Candidate = { kind: 'rules', decays: isOrdered ? [0.8, 0.5] : [1] }
  const slit: Candidate = { kind: 'slit', decays: [0.8, 0.9] }
  const ease: Candidate = { kind: 'ease', decays: isOrdered ? [0.8, 0.9, 1] : [1] }
  const returns: Candidate = { kind: 'returns', decays: isOrdered ? [0.5, 0.8, 1] : [1] }
  const filters: readonly Candidate[] = [
    { kind: 'graph', decays: isOrdered ? [0.8, 0.9, 1] : [1] },
    { kind: 'crowd', decays: isOrdered ? [0.5, 0.8] : [1] },
    { kind: 'spectral', decays: isOrdered ? [0.9, 1] : [1] },
  ]
  const isLarge = itemCount > coveredItemCount
  return [
    rules,
    ...(isOrdered ? [slit] : []),
    ease,
    ...(isLarge || !isOrdered ? filters : []),
    returns,
    { kind: 'prior', decays: [1] },
  ]
}

/** Floats of the singular vectors that an answer may read. */
const spectralFloatCount = 8e6
const [spectralDimensionMin, spectralDimensionMax, dimensionStep] = [32, 256, 16]

export const spectralDimension = (itemCount: number): number => {
  const affordable = dimensionStep * Math.floor(spectralFloatCount / Math.max(1, itemCount) / dimensionStep)
  return Math.min(spectralDimensionMax, Math.max(spectralDimensionMin, affordable))
}

/** Nominal time of one closed form, and operations a core does in a second of it. */
const closedFormSeconds = 15
const coreSpeed = 50e9
const bytesPerMb = 1024 * 1024

/** Items that a closed form covers. */
export function closedFormSize(form: 'slit' | 'ease', means: TrainingMeans): number {
  const { threadCount, memoryMb } = means
  const operations = closedFormSeconds * coreSpeed * plannedThreads(means)
  const perCube = closedFormCost(form, 1, threadCount).operationCount
  return Math.min(Math.floor(Math.cbrt(operations / perCube)), sizeMaxFor(memoryMb * bytesPerMb, threadCount))
}
