/** Counts items by feature and makes rows of lifts of the counts, one column after the other. */

import type { Histories, ItemRows } from '../histories.ts'
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
  for (const [at, { source }] of situations.columns.entries()) {
    const occurrences =
      source === 'context' ? ofContext(histories, situations, context++) : ofUsers(histories, situations, at)
    const end = situations.columns[at + 1]?.firstFeature ?? situations.names.offsets.length - 1
    rows.addColumn(isUsed(at) ? occurrences() : [], situations.columns[at]!.firstFeature, end)
  }
  return rows.finish()
}

/** An item with a feature it occurred with. */
type Occurrence = readonly [item: number, feature: number]

const ofContext = (histories: Histories, { contexts }: Situations, column: number) =>
  function* occurrences(): Generator<Occurrence> {
    const codes = contexts[column]!
    const { items, origin } = histories
    for (let at = 0; at < items.length; at++) {
      const code = codes[origin?.interactions[at] ?? at]!
      if (code > 0) yield [items[at]!, code - 1]
    }
  }

/** A user counts once for an item, however often they came back to it. */
const ofUsers = (histories: Histories, { users, columns, names }: Situations, column: number) =>
  function* occurrences(): Generator<Occurrence> {
    const from = columns[column]!.firstFeature
    const to = columns[column + 1]?.firstFeature ?? names.offsets.length - 1
    for (let user = 0; user < histories.userCount; user++) {
      const { user: row } = placeOf(histories, user, 0)
      const own = users?.features.subarray(users.offsets[row], users.offsets[row + 1]) ?? []
      const features = Array.from(own).filter(feature => feature >= from && feature < to)
      if (features.length === 0) continue
      for (const item of new Set(histories.items.subarray(histories.offsets[user], histories.offsets[user + 1])))
        for (const feature of features) yield [item, feature]
    }
  }

class LiftRows {
  readonly #options: LiftOptions
  readonly #itemCount: number
  readonly #offsets: number[] = [0]
  readonly #items: number[] = []
  readonly #weights: number[] = []

  constructor(itemCount: number, options: LiftOptions) {
    this.#itemCount = itemCount
    this.#options = options
  }

  addColumn(occurrences: Iterable<Occurrence>, from: number, to: number): void {
    const counts = Array.from({ length: to - from }, () => new Map<number, number>())
    const totals = new Float64Array(this.#itemCount)
    let total = 0
    for (const [item, feature] of occurrences) {
      const ofFeature = counts[feature - from]!
      ofFeature.set(item, (ofFeature.get(item) ?? 0) + 1)
      totals[item]! += 1
      total++
    }
    const popular = Uint32Array.from(totals.keys()).sort((one, other) => totals[other]! - totals[one]! || one - other)
    for (const ofFeature of counts) this.#addRow(ofFeature, { totals, total, popular })
  }

  #addRow(counts: ReadonlyMap<number, number>, { totals, total, popular }: Totals): void {
    const { shrinkage, liftMin, itemCountMax } = this.#options
    let count = 0
    for (const value of counts.values()) count += value
    const share = total > 0 ? count / total : 0
    const lifts: (readonly [number, number])[] = []
    const add = (item: number, seen: number): void => {
      const lift = Math.log((seen + shrinkage) / (totals[item]! * share + shrinkage))
      if (Math.abs(lift) >= liftMin) lifts.push([item, lift])
    }
    for (const [item, seen] of counts) add(item, seen)
    // Beyond these, nobody would have expected to see them.
    for (const item of popular) {
      if (totals[item]! * share < liftMin * shrinkage) break
      if (!counts.has(item)) add(item, 0)
    }
    lifts.sort(([one, first], [other, second]) => Math.abs(second) - Math.abs(first) || one - other)
    for (const [item, lift] of lifts.slice(0, itemCountMax).sort(([one], [other]) => one - other)) {
      this.#items.push(item)
      this.#weights.push(lift)
    }
    this.#offsets.push(this.#items.length)
  }

  finish(): ItemRows {
    return {
      offsets: Uint32Array.from(this.#offsets),
      items: Uint32Array.from(this.#items),
      weights: Float32Array.from(this.#weights),
    }
  }
}

interface Totals {
  readonly totals: Float64Array
  readonly total: number
  /** Items, the most used first. */
  readonly popular: Uint32Array
}
