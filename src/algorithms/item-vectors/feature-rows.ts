/**
 * Features of items as sparse rows of numbers, so that the product of two rows says how alike two items are by what is
 * known of them. Each column of the dataset gives a block of length 1, so that columns count the same however many values
 * they have; an item without a value has no block.
 *
 * - categories and terms: weighed by how rare they are, ln(1 + items / items with it); terms also by √ of their count
 * - numbers: by rank, between the two nearest of `binCount` places, so that near numbers share them and scales do not
 *   matter
 *
 * Values that only one item has tell nothing about others and are left out; so are the rarest terms beyond `termCountMax`.
 */

import type { ItemRows } from '../histories.ts'
import type { CategoryFeature, ItemFeature, ItemFeatures, NumberFeature, TextFeature } from '../item-features.ts'

export interface FeatureRows {
  /** Row per item; `items` are the codes of features. */
  readonly rows: ItemRows
  readonly featureCount: number
}

interface Block {
  readonly width: number
  /** Adds what the item has in this block. */
  readonly of: (item: number, add: (code: number, weight: number) => void) => void
}

const binCount = 12
const termCountMax = 20_000

export function featureRows({ itemCount, columns }: ItemFeatures): FeatureRows {
  const blocks = columns.map(column => blockOf(column, itemCount))
  const offsets = new Uint32Array(itemCount + 1)
  const entries = new Entries(columns.reduce((sum, column) => sum + entryCountMax(column, itemCount), 0))
  for (let item = 0; item < itemCount; item++) {
    let start = 0
    for (const block of blocks) {
      entries.addBlock(block, item, start)
      start += block.width
    }
    offsets[item + 1] = entries.length
  }
  const featureCount = blocks.reduce((sum, { width }) => sum + width, 0)
  return { rows: { offsets, ...entries.finish() }, featureCount }
}

function entryCountMax(column: ItemFeature, itemCount: number): number {
  switch (column.kind) {
    case 'category':
      return column.codes.length
    case 'text':
      return column.terms.length
    case 'number':
      return 2 * itemCount
  }
}

class Entries {
  readonly #items: Uint32Array<ArrayBuffer>
  readonly #weights: Float32Array<ArrayBuffer>
  length = 0

  constructor(countMax: number) {
    this.#items = new Uint32Array(countMax)
    this.#weights = new Float32Array(countMax)
  }

  /** What the item has in the block, to length 1. */
  addBlock({ of }: Block, item: number, start: number): void {
    const from = this.length
    let square = 0
    of(item, (code, weight) => {
      this.#items[this.length] = start + code
      this.#weights[this.length++] = weight
      square += weight * weight
    })
    const length = Math.sqrt(square)
    for (let at = from; at < this.length; at++) this.#weights[at]! /= length
  }

  finish() {
    return { items: this.#items.slice(0, this.length), weights: this.#weights.slice(0, this.length) }
  }
}

function blockOf(column: ItemFeature, itemCount: number): Block {
  switch (column.kind) {
    case 'category':
      return categoryBlock(column, itemCount)
    case 'text':
      return textBlock(column, itemCount)
    case 'number':
      return numberBlock(column)
  }
}

function categoryBlock({ offsets, codes, valueCount }: CategoryFeature, itemCount: number): Block {
  const { places, rarity, width } = placesOf(codes, valueCount, itemCount, valueCount)
  return {
    width,
    of: (item, add) => {
      for (let at = offsets[item]!; at < offsets[item + 1]!; at++)
        if (places[codes[at]!]! >= 0) add(places[codes[at]!]!, rarity[codes[at]!]!)
    },
  }
}

function textBlock({ offsets, terms, counts, termCount }: TextFeature, itemCount: number): Block {
  const { places, rarity, width } = placesOf(terms, termCount, itemCount, termCountMax)
  return {
    width,
    of: (item, add) => {
      for (let at = offsets[item]!; at < offsets[item + 1]!; at++) {
        const term = terms[at]!
        if (places[term]! >= 0) add(places[term]!, rarity[term]! * Math.sqrt(counts[at]!))
      }
    },
  }
}

/** Where each code stands in the block, -1 for what is left out, and how much it weighs. */
function placesOf(codes: Uint32Array, codeCount: number, itemCount: number, countMax: number) {
  const frequency = new Uint32Array(codeCount)
  for (const code of codes) frequency[code]! += 1
  const shared = Array.from(frequency.keys()).filter(code => frequency[code]! > 1)
  const kept = shared.sort((one, other) => frequency[other]! - frequency[one]! || one - other).slice(0, countMax)
  const places = new Int32Array(codeCount).fill(-1)
  for (const [place, code] of kept.entries()) places[code] = place
  const rarity = Float64Array.from(frequency, count => Math.log(1 + itemCount / Math.max(1, count)))
  return { places, rarity, width: kept.length }
}

/** Ties share a rank, so that equal numbers have equal places. */
function numberBlock({ values }: NumberFeature): Block {
  const sorted = values.filter(value => !Number.isNaN(value)).sort()
  const rankOf = new Map<number, number>()
  for (let at = 0; at < sorted.length; at++) if (!rankOf.has(sorted[at]!)) rankOf.set(sorted[at]!, at)
  return {
    width: binCount,
    of: (item, add) => {
      const value = values[item]!
      if (Number.isNaN(value)) return
      const position = ((rankOf.get(value) ?? 0) / Math.max(1, sorted.length - 1)) * (binCount - 1)
      const place = Math.min(binCount - 2, Math.floor(position))
      const share = position - place
      if (share < 1) add(place, 1 - share)
      if (share > 0) add(place + 1, share)
    },
  }
}
