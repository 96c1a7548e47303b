/**
 * What is learned of situations: for each feature (a value of a context column or of a column of users) by how much it lifts
 * each item over what the item's popularity would let expect:
 *
 *   lift(f, j) = log((n(f, j) + c) / (n(f) · n(j) / N + c))
 *
 * n counts interactions (of users' columns: users), and c, the shrinkage, holds back what was seen little of. An item that
 * was expected and not seen is pushed down. Lifts are added to log-scores, each by the weight of its column, which held-out
 * items found; a column without signal has none.
 */

import type { ItemRows } from '../histories.ts'
import type { FeatureNames, SituationColumn } from '../situations.ts'

export interface LiftOptions {
  readonly shrinkage: number
  /** Lifts nearer to 0 than this are not kept. */
  readonly liftMin: number
  /** Items kept of each feature: those that are lifted or pushed most. */
  readonly itemCountMax: number
}

export const liftDefaults: LiftOptions = { shrinkage: 5, liftMin: 0.02, itemCountMax: 20_000 }

/**
 * Of each column, in order: `warm` after a history, `cold` for somebody without one, `own` of the habits that a history
 * shows (`own.ts`; columns of contexts alone). 0: not used.
 */
export interface LiftWeights {
  readonly warm: readonly number[]
  readonly cold: readonly number[]
  readonly own: readonly number[]
}

export interface SituationLifts {
  readonly columns: readonly SituationColumn[]
  readonly names: FeatureNames
  readonly weights: LiftWeights
  /** A row of items per feature; those of columns without weight are empty. */
  readonly rows: ItemRows
}
