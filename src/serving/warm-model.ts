/** A model in memory, with what was derived from it while it was loaded. */

import type { Artifact } from '../artifacts/reader.ts'
import {
  modelOf,
  type PopularityModel,
  type RelatedItemsModel,
  type SequenceRulesModel,
} from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import { LayeredScores } from '../ranking/layered-scores.ts'
import { basesOf, type SequenceBases } from './sequence-scores.ts'

export interface WarmSequenceRules {
  readonly model: SequenceRulesModel
  readonly bases: SequenceBases
  /** Only within one synchronous answer. */
  readonly scores: LayeredScores
}

export type WarmModel = { readonly byteCount: number } & (
  | { readonly kind: 'popularity'; readonly model: PopularityModel }
  | { readonly kind: 'related-items'; readonly model: RelatedItemsModel }
  | ({ readonly kind: 'sequence-rules' } & WarmSequenceRules)
)

/** The file, and what takes computing; plain data, so that a thread can make it and hand it over. */
export interface LoadedModel {
  readonly artifact: Artifact
  readonly bases?: SequenceBases
}

export function derivedFrom(artifact: Artifact): LoadedModel {
  const model = modelOf(artifact)
  return model.kind === 'sequence-rules' ? { artifact, bases: basesOf(model.params) } : { artifact }
}

/** Takes no time to speak of: views on arrays. */
export function warmFrom({ artifact, bases }: LoadedModel): WarmModel {
  const model = modelOf(artifact)
  const { byteCount } = artifact
  switch (model.kind) {
    case 'popularity':
      return { kind: model.kind, byteCount, model }
    case 'related-items':
      return { kind: model.kind, byteCount, model }
    case 'sequence-rules': {
      assert(bases, 'sequence rules are loaded with their bases')
      const itemCount = model.items.size
      const derivedBytes = itemCount * 4 * Float32Array.BYTES_PER_ELEMENT + LayeredScores.byteCountFor(itemCount)
      const scores = new LayeredScores(bases.known)
      return { kind: model.kind, byteCount: byteCount + derivedBytes, model, bases, scores }
    }
  }
}
