/**
 * Finds, for every item that nobody has interacted with, the known items it is most like: by the vector that its metadata
 * predict among those of who interacted, and by the metadata themselves, both standardised. What a model says of these is
 * then what it says of the new item, whatever the model. Shares are a softmax of likeness, so that a few near ones count
 * more than many that are a little like it. Undefined where there are no new items or nothing is known of them.
 */

import { topItems } from '../../kernels/top-items.ts'
import type { AloneFit } from '../gf-cf/basis.ts'
import type { Histories } from '../histories.ts'
import type { ItemFeatures } from '../item-features.ts'
import { interactionVectors } from '../item-vectors/interaction-vectors.ts'
import { metadataVectors } from '../item-vectors/metadata-vectors.ts'
import { placedVectors } from '../item-vectors/predict-vectors.ts'
import { distinctUserCounts } from '../popularity/fit.ts'
import { NeighbourRows } from '../similar-items/neighbour-rows.ts'
import { blockLength, Similarities } from '../similar-items/similarities.ts'
import type { NewItemsParams } from './params.ts'

const dimension = 64
const neighbourCount = 100

export function fitNewItems(
  histories: Histories,
  features: ItemFeatures | undefined,
  fit: AloneFit,
): NewItemsParams | undefined {
  if (features === undefined || features.columns.length === 0) return undefined
  const userCounts = distinctUserCounts(histories)
  const isUnknown = (_: number, item: number): boolean => userCounts[item] === 0
  const all = Uint32Array.from(userCounts, (_, item) => item)
  const items = all.filter(isUnknown)
  const known = all.filter(item => userCounts[item]! > 0)
  if (items.length === 0 || known.length === 0) return undefined
  const metadata = metadataVectors(features, dimension, fit.seed)
  const placed = placedVectors({ own: interactionVectors(histories, dimension, fit), metadata, userCounts })
  return { items, neighbours: nearest(items, known, new Similarities([placed, metadata], known)) }
}

function nearest(items: Uint32Array, known: Uint32Array, similarities: Similarities) {
  const rows = new NeighbourRows(items.length)
  const places = Uint32Array.from(known, (_, place) => place)
  for (let start = 0; start < items.length; start += blockLength) {
    const block = items.slice(start, start + blockLength)
    const ones = Array.from(block, () => 1)
    similarities.clear()
    similarities.addProducts(0, block, ones)
    similarities.addProducts(1, block, ones)
    for (const row of block.keys()) {
      const likeness = similarities.row(row)
      const best = Array.from(topItems(likeness, places, neighbourCount)).filter(place => likeness[place]! > 0)
      rows.append(
        best.map(place => known[place]!),
        sharesOf(best.map(place => likeness[place]!)),
      )
    }
  }
  return rows.finish()
}

function sharesOf(likeness: readonly number[]): number[] {
  const masses = likeness.map(value => Math.exp(value - likeness[0]!))
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  return masses.map(mass => mass / total)
}
