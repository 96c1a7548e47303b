/**
 * Counts items by feature and makes rows of lifts of the counts, one column after the other: what occurred is sorted by
 * feature first, so that a column takes four bytes an occurrence and counters for the items of one feature at a time.
 */

import { type Histories, type ItemRows, placeRead } from '../histories.ts'
import { placeOf, type Situations } from '../situations.ts'
import type { LiftOptions } from './params.ts'

/** `isUsed`: whether a column is counted at all. */
export function fitLifts(
  histories: Histories,
  situations: Situations,
  options: LiftOptions,
  isUsed: (column: number) => boolean = () => true,
): ItemRows {
  const rows = new LiftRows(histories.itemCount, options)
  let context = 0
  for (const [at, { source, firstFeature: from }] of situations.columns.entries()) {
    const to = situations.columns[at + 1]?.firstFeature ?? situations.names.offsets.length - 1
    const range = { from, to }
    const each =
      source === 'context' ? ofContext(histories, situations, context++) : ofUsers(histories, situations, range)
    rows.addColumn(isUsed(at) ? each : () => {}, range)
  }
  return rows.finish()
}

/** Features of a column, the last one not included. */
interface Range {
  readonly from: number
  readonly to: number
}

/** Calls back with each item and a feature it occurred with. */
type Occurrences = (use: (item: number, feature: number) => void) => void

const ofContext =
  (histories: Histories, { contexts }: Situations, column: number): Occurrences =>
  use => {
    const { items, offsets, userCount } = histories
    const codes = contexts[column]!
    for (let user = 0; user < userCount; user++)
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
        const code = codes[placeRead(histories, user, at)]!
        if (code > 0) use(items[at]!, code - 1)
      }
  }

/** A user counts once for an item, however often they came back to it. */
const ofUsers =
  (histories: Histories, { users }: Situations, { from, to }: Range): Occurrences =>
  use => {
    const { items, offsets, userCount, itemCount } = histories
    const takers = new Uint32Array(itemCount)
    for (let user = 0; user < userCount; user++) {
      const { user: row } = placeOf(histories, user, 0)
      const own = users?.features.subarray(users.offsets[row], users.offsets[row + 1]) ?? []
      const features = Array.from(own).filter(feature => feature >= from && feature < to)
      if (features.length === 0) continue
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
        const item = items[at]!
        if (takers[item] === user + 1) continue
        takers[item] = user + 1
        for (const feature of features) use(item, feature)
      }
    }
  }

/** How often each item and all of them occurred with any feature of a column. */
interface Totals {
  readonly ofItem: Uint32Array
  readonly all: number
  /** Items, the most used first. */
  readonly popular: Uint32Array
}

class LiftRows {
  readonly #options: LiftOptions
  readonly #itemCount: number
  readonly #rows: { readonly items: Uint32Array; readonly weights: Float32Array }[] = []
  /** Of the feature at hand; all 0 between features. */
  readonly #counts: Uint32Array

  constructor(itemCount: number, options: LiftOptions) {
    this.#itemCount = itemCount
    this.#options = options
    this.#counts = new Uint32Array(itemCount)
  }

  addColumn(each: Occurrences, { from, to }: Range): void {
    const ofItem = new Uint32Array(this.#itemCount)
    const ends = new Uint32Array(to - from)
    each((item, feature) => {
      ofItem[item]! += 1
      ends[feature - from]! += 1
    })
    let all = 0
    for (let feature = 0; feature < ends.length; feature++) {
      all += ends[feature]!
      ends[feature] = all - ends[feature]!
    }
    const sorted = new Uint32Array(all)
    each((item, feature) => {
      sorted[ends[feature - from]!++] = item
    })
    const popular = Uint32Array.from(ofItem.keys()).sort((one, other) => ofItem[other]! - ofItem[one]! || one - other)
    for (let feature = 0; feature < ends.length; feature++)
      this.#addRow(sorted.subarray(feature > 0 ? ends[feature - 1] : 0, ends[feature]), { ofItem, all, popular })
  }

  #addRow(occurred: Uint32Array, { ofItem, all, popular }: Totals): void {
    const { shrinkage, liftMin } = this.#options
    const share = all > 0 ? occurred.length / all : 0
    const counts = this.#counts
    const lifted: Lifted[] = []
    for (const item of occurred) counts[item]! += 1
    const add = (item: number): void => {
      const lift = Math.log((counts[item]! + shrinkage) / (ofItem[item]! * share + shrinkage))
      if (Math.abs(lift) >= liftMin) lifted.push({ item, lift })
    }
    // Of the items that are missing, beyond these nobody would have expected to see any.
    for (const item of popular) {
      if (ofItem[item]! * share < liftMin * shrinkage) break
      if (counts[item] === 0) add(item)
    }
    for (const item of occurred) {
      if (counts[item] === 0) continue
      add(item)
      counts[item] = 0
    }
    this.#keep(lifted)
  }

  #keep(lifted: Lifted[]): void {
    const { itemCountMax } = this.#options
    if (lifted.length > itemCountMax)
      lifted.sort((one, other) => Math.abs(other.lift) - Math.abs(one.lift) || one.item - other.item)
    const kept = lifted.slice(0, itemCountMax).sort((one, other) => one.item - other.item)
    this.#rows.push({
      items: Uint32Array.from(kept, ({ item }) => item),
      weights: Float32Array.from(kept, ({ lift }) => lift),
    })
  }

  finish(): ItemRows {
    const offsets = new Uint32Array(this.#rows.length + 1)
    for (const [at, { items }] of this.#rows.entries()) offsets[at + 1] = offsets[at]! + items.length
    const items = new Uint32Array(offsets[this.#rows.length]!)
    const weights = new Float32Array(items.length)
    for (const [at, row] of this.#rows.entries()) {
      items.set(row.items, offsets[at])
      weights.set(row.weights, offsets[at])
    }
    return { offsets, items, weights }
  }
}

interface Lifted {
  readonly item: number
  readonly lift: number
}
