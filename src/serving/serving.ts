/**
 * Answers of deployed models. Holds artifacts warm, keyed by file and checksum; a campaign is only a record that says
 * which artifact to ask, so swapping versions is a change of that record and no request is ever without a model.
 */

export interface ArtifactReference {
  /** Path below the data directory. */
  readonly file: string
  readonly checksum: string
}

export interface RecommendRequest {
  readonly artifact: ArtifactReference
  readonly userId?: string
  readonly itemId?: string
  readonly numResults: number
}

export interface RankRequest {
  readonly artifact: ArtifactReference
  readonly userId: string
  readonly inputList: readonly string[]
}

export interface ScoredItem {
  readonly itemId: string
  /** Absent for recipes that give an order only, and for items a ranking model has never seen. */
  readonly score?: number
}

export interface Serving {
  /** Reads the artifact into memory; a later request for it does not wait. Throws when the file is damaged. */
  warm(artifact: ArtifactReference): Promise<void>
  recommend(request: RecommendRequest): Promise<readonly ScoredItem[]>
  rank(request: RankRequest): Promise<readonly ScoredItem[]>
}
