/** What a blend found out on held-out items. Plain JSON: it goes into the model's origin and into the next fit. */

/** Fitted once, whatever forms of history it is asked with. */
export type PartKind = 'rules' | 'prior' | 'slit' | 'ease' | 'spectral' | 'sequence'

export interface ChosenPart {
  readonly kind: PartKind
  /** How the history is read; see `HistoryForm`. */
  readonly decay: number
  readonly weight: number
}

export interface BlendChoices {
  readonly isOrdered: boolean
  readonly parts: readonly ChosenPart[]
  readonly repeatOffset: number
  readonly temperature: number
  /** Items held out, and the mean gain on them. */
  readonly caseCount: number
  readonly quality: number
  /** The same for each part alone, by its name. */
  readonly alone: Readonly<Record<string, number>>
  /** Of the sequence model, where one was tried. */
  readonly sequence?: SequenceChoice
}

export interface SequenceChoice {
  /** Whether the blend with it is better beyond doubt. */
  readonly isBetter: boolean
  readonly gain: number
  readonly error: number
  readonly plannedStepCount: number
  readonly takenStepCount: number
  readonly interactionCount: number
}
