/**
 * Answers of deployed models. Holds artifacts warm, keyed by file and checksum; a campaign is only a record that says
 * which artifact to ask, so swapping versions is a change of that record and no request is ever without a model.
 */

import type { Random } from '../base/random.ts'
import type { AllowedItems } from '../ranking/candidates.ts'
import type { LateItem } from '../ranking/late-item.ts'
import type { Situation } from './situation-features.ts'

export interface ArtifactReference {
  /** Path below the data directory. */
  readonly file: string
  readonly checksum: string
}

/** Whose answer it is: a history as it is now, or the one the model was trained with. */
interface OfUser {
  readonly artifact: ArtifactReference
  readonly userId?: string
  /**
   * Oldest first: item ids, of which those the model does not know are passed over, or item indices of the artifact's
   * model, made from its item ids (see `itemsOf`). Absent: the user's at training time.
   */
  readonly history?: readonly string[] | Uint32Array
  /** The context of the request and what is known of the user. */
  readonly situation?: Situation
}

/** How far an answer may try items that the model knows little of. */
export interface ExplorationWish {
  /** 0 to 1; 0 is the model's own order. */
  readonly weight: number
  /** Items younger than this at the newest interaction of training may be tried. */
  readonly itemAgeDaysMax: number
  readonly random: Random
  /** By item index, how often events say an item was shown; absent where none did. */
  readonly shownCountOf?: (item: number) => number
}

export interface RecommendRequest extends OfUser {
  readonly itemId?: string
  readonly numResults: number
  /** Indices as `itemsOf` gives them. Absent: every item. */
  readonly allowed?: AllowedItems
  /** Item ids that do not stand in the answer. */
  readonly excluded?: readonly string[]
  /** Items that came after the model was trained and may stand in the answer; blends take them. */
  readonly late?: readonly LateItem[]
  /** By their place among the late ones; absent: all of them. */
  readonly mayStandLate?: (place: number) => boolean
  /** Models that know the ages of items take it; for others there is nothing to explore. */
  readonly exploration?: ExplorationWish
}

/** What a request asks before it is known what its filter allows. */
export type ForeseenRequest = Omit<RecommendRequest, 'allowed' | 'excluded' | 'late' | 'mayStandLate'>

export interface RankRequest extends OfUser {
  readonly userId: string
  readonly inputList: readonly string[]
}

/** The items of a model, by index. */
export interface ModelItems {
  readonly size: number
  idAt(item: number): string
  /** -1 when the model does not know it. */
  indexOf(id: string): number
  /** All ids in UTF-8, one behind the other, and where each begins. */
  readonly encoded: { readonly bytes: Uint8Array; readonly offsets: Uint32Array }
}

export interface ScoredItem {
  readonly itemId: string
  /** Absent for recipes that give an order only, and for items a ranking model has never seen. */
  readonly score?: number
  /** Of an answer that explores: how likely this item was to stand here, given the places before. */
  readonly propensity?: number
  /** Of an answer that explores: it stands here because it was drawn to be tried. */
  readonly isExplored?: boolean
}

/** Why a few items have the places they have. */
export interface ExplainRequest extends OfUser {
  /** Asked about, for related items. */
  readonly itemId?: string
  readonly items: readonly string[]
  /** Absent: every item. */
  readonly allowed?: AllowedItems
  /** Of a ranking: the items it was given. */
  readonly among?: readonly string[]
}

/** `events`, `start`, `repeat`, `together`, `situation` and `adjusted` add up to the score. */
export interface ScoreAmounts {
  /** By place in the history. */
  readonly events: Float64Array
  /** What no history changes: popularity. */
  readonly start: number
  /** Because the item is in the history. */
  readonly repeat: number
  /** What interactions do together, and one by one do not. */
  readonly together: number
  /** What the context of the request and what is known of the user add. */
  readonly situation: number
  /** What the objective adds, and what a new item is held back by. */
  readonly adjusted: number
  /** Of a blend; they overlap with the amounts above. */
  readonly parts: readonly { readonly name: string; readonly weight: number; readonly amount: number }[]
}

export interface ExplainedItem {
  readonly itemId: string
  readonly isInModel: boolean
  /** Without interactions at training time: scored by the items it is most like. */
  readonly isNew: boolean
  /** Absent for an item that the model never recommends, as are the next three. */
  readonly score?: number
  readonly share?: number
  /** In the model's own order among what is allowed, from 1; absent where the item is not. */
  readonly place?: number
  readonly candidateCount?: number
  readonly amounts?: ScoreAmounts
  /** Of models that look at no history. */
  readonly orderedBy?: {
    readonly what: 'users' | 'rise' | 'nearness' | 'popularity'
    readonly amount?: number
    /** Place among the neighbours of the item asked about, from 1. */
    readonly neighbour?: number
  }
}

export interface Explained {
  /** Item ids of the history that was asked with, oldest first: that of training where none was given. */
  readonly history: readonly string[]
  readonly items: readonly ExplainedItem[]
}

export interface Serving {
  /** Reads the artifact into memory; a later request for it does not wait. Throws when the file is damaged. */
  warm(artifact: ArtifactReference): Promise<void>
  /** No record names the file any more. Whoever still answers from it goes on. */
  forget(file: string): void
  /** The same object for as long as the model is warm, so that what is derived from it can be kept by it. */
  itemsOf(artifact: ArtifactReference): Promise<ModelItems>
  /**
   * Of a request that will be made, has found what takes long in a thread, where there is one: meanwhile the event loop answers
   * others. `recommend` gives the same without it.
   */
  foresee(request: ForeseenRequest): Promise<void>
  recommend(request: RecommendRequest): Promise<readonly ScoredItem[]>
  rank(request: RankRequest): Promise<readonly ScoredItem[]>
  explain(request: ExplainRequest): Promise<Explained>
  /** Ends its threads. What is asked afterwards is answered without them. */
  close(): Promise<void>
}
