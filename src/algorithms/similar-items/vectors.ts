/** The vectors that similar items are found by: of interactions, with metadata filling in, and of metadata alone. */

import type { Histories } from '../histories.ts'
import type { ItemFeatures } from '../item-features.ts'
import { type ItemVectors, interactionVectors } from '../item-vectors/interaction-vectors.ts'
import { metadataVectors } from '../item-vectors/metadata-vectors.ts'
import { placedVectors } from '../item-vectors/predict-vectors.ts'
import type { SimilarItemsOptions } from './params.ts'

export interface BothVectors {
  readonly placed: ItemVectors
  readonly metadata?: ItemVectors
}

export function vectorsOf(
  histories: Histories,
  features: ItemFeatures | undefined,
  userCounts: Uint32Array,
  { interactionDimension, metadataDimension, seed, byteCountMax }: SimilarItemsOptions,
): BothVectors {
  const own = interactionVectors(histories, interactionDimension, {
    seed,
    ...(byteCountMax !== undefined && { byteCountMax }),
  })
  if (features === undefined || features.columns.length === 0) return { placed: own }
  const metadata = metadataVectors(features, metadataDimension, seed)
  return { placed: placedVectors({ own, metadata, userCounts }), metadata }
}

export const isPlaced = ({ placed, metadata }: BothVectors, item: number): boolean =>
  isKnown(placed, item) || (metadata !== undefined && isKnown(metadata, item))

const isKnown = ({ dimension, values }: ItemVectors, item: number): boolean =>
  values.subarray(item * dimension, (item + 1) * dimension).some(value => value !== 0)
