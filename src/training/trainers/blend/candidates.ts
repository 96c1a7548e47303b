/**
 * Which parts a blend may have, simplest first, and with which forms of history each is tried. The closed forms need
 * items³ operations and items² memory: they cover the most used items up to what their time and the memory allow, and the
 * rest of the catalogue is left to the other parts.
 */

import { closedFormCost, sizeMaxFor } from '../../../algorithms/closed-form/cost.ts'
import type { TrainingMeans } from '../trainer.ts'
import type { PartKind } from './choices.ts'

export interface Candidate {
  readonly kind: PartKind
  readonly decays: readonly number[]
}

export const candidatesFor = (isOrdered: boolean): readonly Candidate[] => [
  { kind: 'rules', decays: isOrdered ? [0.8, 0.5] : [0.8, 1] },
  { kind: 'slit', decays: isOrdered ? [0.8, 0.9] : [0.8, 1] },
  { kind: 'ease', decays: [0.8, 0.9, 1] },
  { kind: 'prior', decays: [1] },
]

/** Nominal time of one closed form, and operations a core does in a second of it. */
const closedFormSeconds = 15
const coreSpeed = 50e9
const bytesPerMb = 1024 * 1024

/** Items that a closed form covers. */
export function closedFormSize(form: 'slit' | 'ease', { threadCount, memoryMb }: TrainingMeans): number {
  const operations = closedFormSeconds * coreSpeed * threadCount
  const perCube = closedFormCost(form, 1, threadCount).operationCount
  return Math.min(Math.floor(Math.cbrt(operations / perCube)), sizeMaxFor(memoryMb * bytesPerMb, threadCount))
}
