/** What a blend found out on held-out items. Plain JSON: it goes into the model's origin and into the next fit. */

/**
 * Fitted once, whatever forms of history it is asked with. `graph` and `spectral` are the two filters of GF-CF, over common
 * users and over the leading singular vectors; `crowd` is `graph` with popular items held back less; `returns` offers what
 * the history holds.
 */
export type PartKind = 'rules' | 'prior' | 'returns' | 'slit' | 'ease' | 'graph' | 'crowd' | 'spectral' | 'sequence'

export interface ChosenPart {
  readonly kind: PartKind
  /** How the history is read; see `HistoryForm`. */
  readonly decay: number
  readonly weight: number
}

export interface BlendChoices {
  /** Whether the order of histories means something in these data. */
  readonly isOrdered: boolean
  readonly parts: readonly ChosenPart[]
  readonly repeatOffset: number
  readonly temperature: number
  /** Items held out, and the mean gain on them: half NDCG@10, half reciprocal rank. */
  readonly caseCount: number
  readonly quality: number
  /** The same for each part alone, by its name. */
  readonly alone: Readonly<Record<string, number>>
  readonly sequence: SequenceChoice
  /** Weights of the columns of situations that are used, by `source:name`; absent where none is. */
  readonly lifts?: LiftChoice
}

export type ColumnWeights = Readonly<Record<string, number>>

export interface LiftChoice {
  /** After a history. */
  readonly warm: ColumnWeights
  /** For somebody without one. */
  readonly cold: ColumnWeights
  /** Of the habits that a history shows. */
  readonly own: ColumnWeights
}

/** How long a sequence model was trained on how many interactions. */
export interface SequenceSteps {
  readonly plannedCount: number
  readonly takenCount: number
  readonly interactionCount: number
  /** Planned. */
  readonly epochCount: number
  /** Whether the refit goes on from this training, or is one of its own. */
  readonly goesOn: boolean
}

/** What the model takes beside items: columns by their keys. */
export type SequenceInputKeys = readonly string[]

export type SequenceChoice =
  /** Not tried, and why. */
  | { readonly isUsed: false; readonly reason: string }
  | {
      /** Used where the blend with it is better by more than a standard error of the difference. */
      readonly isUsed: boolean
      readonly gain: number
      readonly error: number
      readonly steps: SequenceSteps
      /** Absent where it takes nothing but items. */
      readonly inputs?: SequenceInputKeys
      /** Columns of items that it learns with; absent where none goes with what people take. */
      readonly itemColumns?: readonly string[]
      /** NDCG@10 on held-out items after each epoch. */
      readonly curve: readonly number[]
    }
