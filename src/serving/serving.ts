/**
 * Answers of deployed models. Holds artifacts warm, keyed by file and checksum; a campaign is only a record that says
 * which artifact to ask, so swapping versions is a change of that record and no request is ever without a model.
 */

import type { Random } from '../base/random.ts'

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
}

/** How far an answer may try items that the model knows little of. */
export interface ExplorationWish {
  /** 0 to 1; 0 is the model's own order. */
  readonly weight: number
  /** Items younger than this at the newest interaction of training may be tried. */
  readonly itemAgeDaysMax: number
  readonly random: Random
}

/** Item indices of the artifact's model, made from its item ids; see `itemsOf`. */
export interface AllowedItems {
  has(item: number): boolean
  /** All of them, in any order; for few of a large catalogue it is quicker to take these. */
  readonly items?: Uint32Array
}

export interface RecommendRequest extends OfUser {
  readonly itemId?: string
  readonly numResults: number
  /** Absent: every item. */
  readonly allowed?: AllowedItems
  /** Item ids that do not stand in the answer. */
  readonly excluded?: readonly string[]
  /** Models that know the ages of items take it; for others there is nothing to explore. */
  readonly exploration?: ExplorationWish
}

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

export interface Serving {
  /** Reads the artifact into memory; a later request for it does not wait. Throws when the file is damaged. */
  warm(artifact: ArtifactReference): Promise<void>
  /** The same object for as long as the model is warm, so that what is derived from it can be kept by it. */
  itemsOf(artifact: ArtifactReference): Promise<ModelItems>
  recommend(request: RecommendRequest): Promise<readonly ScoredItem[]>
  rank(request: RankRequest): Promise<readonly ScoredItem[]>
}
