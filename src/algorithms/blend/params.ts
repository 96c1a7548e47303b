/**
 * What a blend is made of. Every part gives each item of the catalogue a score for a history; scores of one part are
 * standardised over the catalogue, so that weights mean the same whatever a part's scale:
 *
 *   blend(j) = Σ_k weight_k · (s_k(j) - mean_k) / deviation_k
 *   log-score(j) = temperature · blend(j) + (repeatOffset if j is in the history)
 *
 * Parts come in four shapes: rows of items (rules, closed-form matrices), two factor matrices, the sequence model, and a
 * prior that no history changes.
 */

import type { ItemRows } from '../histories.ts'
import type { SequenceModelParams } from '../sequence-model/params.ts'
import type { SituationLifts } from '../situation-lifts/params.ts'

/** How a history is read: its newest `window` items, each step further back weighing `decay` of the one before. */
export interface HistoryForm {
  readonly window: number
  /** 1: all the same. */
  readonly decay: number
}

/** s(j) = Σ_k decay^k · rows(history[-1-k], j); weights may be negative. */
export interface RowsShape {
  readonly shape: 'rows'
  readonly rows: ItemRows
  readonly form: HistoryForm
}

/** s(j) = ⟨Σ_k decay^k · inputs(history[-1-k]), outputs(j)⟩; both are items × dimension, a multiple of 4. */
export interface FactorsShape {
  readonly shape: 'factors'
  readonly dimension: number
  readonly inputs: Float32Array<ArrayBuffer>
  readonly outputs: Float32Array<ArrayBuffer>
  readonly form: HistoryForm
}

export interface SequenceShape {
  readonly shape: 'sequence'
  readonly params: SequenceModelParams
}

export interface PriorShape {
  readonly shape: 'prior'
  readonly scores: Float32Array<ArrayBuffer>
}

export type PartShape = RowsShape | FactorsShape | SequenceShape | PriorShape

/** `name` tells what was fitted and in which form, such as `ease decay 0.9`. */
export type Part = PartShape & { readonly name: string }

export interface WeightedPart {
  readonly part: Part
  readonly weight: number
}

export interface BlendParams {
  readonly parts: readonly WeightedPart[]
  /** Added to the log-score of items of the history: far below 0 where users never come back to an item. */
  readonly repeatOffset: number
  readonly temperature: number
  /** Log-scores for an empty history. */
  readonly cold: Float32Array<ArrayBuffer>
  /** Added to the log-scores of whoever is asked for in a known situation. */
  readonly lifts?: SituationLifts
}
