/**
 * Which parts a blend may have for data of this size, simplest first, and with which forms of history each is tried. The
 * closed forms need items³ operations and are left to catalogues where that stays within their time.
 */

import type { Histories } from '../../../algorithms/histories.ts'
import type { TrainingMeans } from '../trainer.ts'
import type { PartKind } from './choices.ts'

export interface Candidate {
  readonly kind: PartKind
  readonly decays: readonly number[]
}

export function candidatesFor(_histories: Histories, isOrdered: boolean, _means: TrainingMeans): readonly Candidate[] {
  const rules: Candidate = { kind: 'rules', decays: isOrdered ? [0.8, 0.5] : [0.8, 1] }
  return [rules, { kind: 'prior', decays: [1] }]
}
