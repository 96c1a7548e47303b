/**
 * Items that are like an item, by three opinions at once, each standardised over the candidates:
 *
 *   score(i, j) = .3 · z(shared users)  +  z(placed(i) · placed(j))  +  m(i) · z(metadata(i) · metadata(j))
 *                 − popularityDiscountFactor · z(ln(1 + users(j)))
 *
 * - shared users: c² / (c + 5) / √users(j), c the users in common, those with long histories counting less
 * - placed: vectors of who interacted, filled in from metadata for items with few users (`item-vectors/`), so that an item
 *   that nobody has interacted with finds neighbours and is found
 * - metadata: alike by categories, words and numbers; m(i) is .3 for items with many users and grows to 1 for new ones
 *
 * The weights: `docs/decisions/0220-similar-items.md`. Cost: items × candidates × dimensions multiplications in SIMD;
 * candidates are all items up to `candidateCountMax`, beyond that those with most users.
 */

import { topItems } from '../../kernels/top-items.ts'
import { ItemPairs } from '../co-occurrence/pairs.ts'
import type { CoOccurrenceParams } from '../co-occurrence/params.ts'
import type { Histories, ItemRows } from '../histories.ts'
import type { ItemFeatures } from '../item-features.ts'
import { ItemRowCollector } from '../item-rows.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { NeighbourRows } from './neighbour-rows.ts'
import type { SimilarItemsOptions } from './params.ts'
import { blockLength, Similarities } from './similarities.ts'
import { type BothVectors, isPlaced, vectorsOf } from './vectors.ts'

const sharedWeight = 0.3
const metadataWeight = 0.3
/** An item with as many users is half way from new to known. */
const trust = 5
const shrinkage = 5
const candidateCountMax = 100_000

export function fitSimilarItems(
  histories: Histories,
  features: ItemFeatures | undefined,
  options: SimilarItemsOptions,
): CoOccurrenceParams {
  const pairs = new ItemPairs(histories)
  const popular = orderByWeight(pairs.userCounts)
  const vectors = vectorsOf(histories, features, pairs.userCounts, options)
  const candidates = popular.slice(0, candidateCountMax).sort()
  return { neighbours: neighboursOf({ pairs, vectors, candidates, options }), popular }
}

interface Fit {
  readonly pairs: ItemPairs
  readonly vectors: BothVectors
  readonly candidates: Uint32Array<ArrayBuffer>
  readonly options: SimilarItemsOptions
}

function neighboursOf(fit: Fit): ItemRows {
  const itemCount = fit.pairs.userCounts.length
  const rows = new NeighbourRows(itemCount)
  const { placed, metadata } = fit.vectors
  const similarities = new Similarities(metadata ? [placed, metadata] : [placed], fit.candidates)
  const collector = new ItemRowCollector(0, itemCount)
  const places = Uint32Array.from(fit.candidates, (_, place) => place)
  for (let start = 0; start < itemCount; start += blockLength) {
    const length = Math.min(blockLength, itemCount - start)
    const items = Uint32Array.from({ length }, (_, at) => start + at)
    addOpinions(similarities, items, collector, fit)
    for (const [row, item] of items.entries()) appendBest(rows, similarities.row(row), item, places, fit)
  }
  return rows.finish()
}

function addOpinions(similarities: Similarities, items: Uint32Array, collector: ItemRowCollector, fit: Fit): void {
  const { pairs, vectors, candidates, options } = fit
  const { userCounts } = pairs
  const ones = Array.from(items, () => 1)
  const all = (weight: number): number[] => ones.map(() => weight)
  similarities.clear()
  similarities.addScores((row, scores) => writeShared(items[row]!, collector, scores, fit), all(sharedWeight))
  similarities.addProducts(0, items, ones)
  if (vectors.metadata) {
    const newness = Array.from(items, item => trust / (userCounts[item]! + trust))
    similarities.addProducts(
      1,
      items,
      newness.map(share => metadataWeight + (1 - metadataWeight) * share),
    )
  }
  if (options.popularityDiscountFactor === 0) return
  const writeUsers = (_: number, scores: Float32Array): void => {
    for (const [place, other] of candidates.entries()) scores[place] = Math.log1p(userCounts[other]!)
  }
  similarities.addScores(writeUsers, all(-options.popularityDiscountFactor))
}

function writeShared(
  item: number,
  collector: ItemRowCollector,
  scores: Float32Array,
  { pairs, candidates }: Fit,
): void {
  pairs.add(item, collector)
  for (const [place, other] of candidates.entries()) {
    const count = other === item ? 0 : collector.weights[other]!
    scores[place] = count === 0 ? 0 : (count * count) / (count + shrinkage) / Math.sqrt(pairs.userCounts[other]!)
  }
  collector.dropRow()
}

/** Better than the average candidate, and not the item itself; an item of which nothing is known has none. */
function appendBest(rows: NeighbourRows, scores: Float32Array, item: number, places: Uint32Array, fit: Fit): void {
  const { vectors, candidates, options } = fit
  const best = isPlaced(vectors, item) ? topItems(scores, places, options.neighbourCountMax + 1) : []
  const kept = Array.from(best)
    .filter(place => candidates[place] !== item && scores[place]! > 0)
    .slice(0, options.neighbourCountMax)
  rows.append(
    kept.map(place => candidates[place]!),
    kept.map(place => scores[place]!),
  )
}
