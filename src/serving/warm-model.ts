/** A model in memory: ids, what scores a history, and who may stand in an answer. */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import type { Artifact } from '../artifacts/reader.ts'
import { modelOf, type RecommenderModel } from '../artifacts/recommender-artifact.ts'
import { Candidates } from '../ranking/candidates.ts'
import { preparedFor } from './blend-scorer.ts'
import { Explorer } from './explorer.ts'
import type { ScoreElsewhere } from './score-elsewhere.ts'
import type { Scorer } from './scorer.ts'
import { scorerOf } from './scorers.ts'

export interface WarmModel {
  /** Of the file and of what was made from it. */
  readonly byteCount: number
  readonly model: RecommenderModel
  /** Only within one synchronous answer, as are the candidates. */
  readonly scorer: Scorer
  readonly candidates: Candidates
  /** Of blends, where it helps. */
  readonly prepared?: PreparedBlend
  /** Where the model knows what exploration goes by. */
  readonly explorer?: Explorer
  /** Has histories scored by a thread. */
  readonly elsewhere?: ScoreElsewhere
  /**
   * Never touched, and so without pages. The engine does not count memory that threads share, and would not hurry to collect models
   * that were replaced.
   */
  readonly weight?: ArrayBuffer
}

/** Views on arrays, and passes over the items at most. `prepared` is better made in another thread. */
export function warmFrom(
  artifact: Artifact,
  prepared = preparedFor(modelOf(artifact)),
  elsewhere?: ScoreElsewhere,
): WarmModel {
  const model = modelOf(artifact)
  const scorer = scorerOf(model, prepared, elsewhere)
  const candidates = new Candidates(model.items.size)
  const explorer = model.kind === 'blend' && model.facts ? new Explorer(model.facts) : undefined
  const byteCount = artifact.byteCount + scorer.byteCount + candidates.byteCount + (explorer?.byteCount ?? 0)
  return {
    ...{ byteCount, model, scorer, candidates, ...(prepared && { prepared }), ...(explorer && { explorer }) },
    ...(elsewhere && { elsewhere, weight: new ArrayBuffer(artifact.byteCount) }),
  }
}
