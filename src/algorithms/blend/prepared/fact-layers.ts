/**
 * What new items and an objective need to be layers of a blend, made in the thread that loads a model. The score of a new item
 * is a mean of its neighbours' scores, and those are sums: so its standing score and its vectors are the means of theirs, and
 * what a history adds to a known item it adds by share to the new ones it speaks for. How far scores spread, which
 * objective and new items are measured in, follows from the covariance of all columns of a score.
 */

import type { ItemRows } from '../../histories.ts'
import type { ItemFacts } from '../../item-facts/params.ts'
import type { NewItemsParams } from '../../new-items/params.ts'
import { type ColumnMoments, columnCount, columnMoments, putColumns, type VectorTable } from './vector-table.ts'

type Floats = Float32Array<ArrayBuffer>

/** Means and covariance of the columns of all tables and of a standing score, in that order. */
export interface FactMoments extends ColumnMoments {
  /** Standing scores before any is ruled out. */
  readonly scores: Floats
  /** Over new items, the sum of what a column differs from its mean. */
  readonly newSums: Float64Array<ArrayBuffer>
}

export interface FactLayers {
  readonly newItems: Uint32Array<ArrayBuffer>
  /** By new item: who speaks for it. */
  readonly neighbours: ItemRows
  /** By item: row of `neighbours` + 1 where it has neighbours, else 0. */
  readonly rowOf: Uint32Array<ArrayBuffer>
  /** By item: the new items it speaks for, with its share in each. */
  readonly followers: ItemRows
  readonly boosts?: Floats
  readonly base: FactMoments
  readonly cold: FactMoments
}

const nobody: NewItemsParams = {
  items: new Uint32Array(0),
  neighbours: { offsets: new Uint32Array(1), items: new Uint32Array(0), weights: new Float32Array(0) },
}

/** Neighbours of the new items, with shares that sum to 1; the first alone where no share is above 0. */
export function neighboursIn({ newItems = nobody }: Pick<ItemFacts, 'newItems'>): NewItemsParams {
  const { items, neighbours } = newItems
  const weights = Float32Array.from(neighbours.weights)
  for (let row = 0; row < items.length; row++) {
    const own = weights.subarray(neighbours.offsets[row]!, neighbours.offsets[row + 1]!)
    const sum = own.reduce((sum, weight) => sum + weight, 0)
    if (sum > 0) for (let at = 0; at < own.length; at++) own[at]! /= sum
    else own.fill(0).fill(1, 0, 1)
  }
  return { items, neighbours: { ...neighbours, weights } }
}

/** The mean of neighbours for new items, as it is for all others; `width` numbers an item. */
export function withNeighbours(numbers: Floats, width: number, { items, neighbours }: NewItemsParams): Floats {
  const { offsets, items: known, weights } = neighbours
  if (items.length === 0) return numbers
  const all = Float32Array.from(numbers)
  for (let row = 0; row < items.length; row++) {
    if (offsets[row] === offsets[row + 1]) continue
    const own = all.subarray(items[row]! * width, (items[row]! + 1) * width).fill(0)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++)
      for (let k = 0; k < width; k++) own[k]! += weights[at]! * numbers[known[at]! * width + k]!
  }
  return all
}

/** A table in which new items have the vectors of their neighbours. */
export const tableWithNeighbours = (table: VectorTable, newItems: NewItemsParams): VectorTable => ({
  ...table,
  vectors: withNeighbours(table.vectors, table.width, newItems),
  ...(table.biases && { biases: withNeighbours(table.biases, 1, newItems) }),
})

/** `tables` and scores are those with neighbours. */
export function factLayers(
  newItems: NewItemsParams,
  boosts: Floats | undefined,
  tables: readonly VectorTable[],
  scores: { readonly base: Floats; readonly cold: Floats },
): FactLayers {
  const { items, neighbours } = newItems
  const rowOf = new Uint32Array(scores.base.length)
  for (let row = 0; row < items.length; row++)
    if (neighbours.offsets[row]! < neighbours.offsets[row + 1]!) rowOf[items[row]!] = row + 1
  return {
    ...{ newItems: items, neighbours, rowOf, followers: followersOf(newItems, rowOf.length) },
    ...(boosts && { boosts }),
    base: momentsWith(scores.base, tables, items),
    cold: momentsWith(scores.cold, [], items),
  }
}

function followersOf({ items, neighbours }: NewItemsParams, itemCount: number): ItemRows {
  const offsets = new Uint32Array(itemCount + 1)
  for (const known of neighbours.items) offsets[known + 1]! += 1
  for (let item = 0; item < itemCount; item++) offsets[item + 1]! += offsets[item]!
  const next = offsets.slice()
  const followers = { offsets, items: new Uint32Array(neighbours.items.length), weights: neighbours.weights.slice() }
  for (let row = 0; row < items.length; row++)
    for (let at = neighbours.offsets[row]!; at < neighbours.offsets[row + 1]!; at++) {
      const place = next[neighbours.items[at]!]!++
      followers.items[place] = items[row]!
      followers.weights[place] = neighbours.weights[at]!
    }
  return followers
}

function momentsWith(scores: Floats, tables: readonly VectorTable[], newItems: Uint32Array): FactMoments {
  const size = tables.reduce((sum, table) => sum + columnCount(table), 1)
  const put = (item: number, out: Floats | Float64Array, at: number): void => {
    const end = tables.reduce((next, table) => putColumns(table, item, out, next), at)
    out[end] = scores[item]!
  }
  const moments = columnMoments(scores.length, size, put)
  const newSums = new Float64Array(size)
  const own = new Float64Array(size)
  for (const item of newItems) {
    put(item, own, 0)
    for (let k = 0; k < size; k++) newSums[k]! += own[k]! - moments.means[k]!
  }
  return { ...moments, scores, newSums }
}
