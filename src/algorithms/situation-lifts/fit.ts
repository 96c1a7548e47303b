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
  const { columns, names } = situations
  const rows = new LiftRows(histories.itemCount, options)
  let context = 0
  for (const [at, { source, firstFeature: from }] of columns.entries()) {
    const to = columns[at + 1]?.firstFeature ?? names.offsets.length - 1
    const codes = source === 'context' ? situations.contexts[context++]! : undefined
    if (!isUsed(at)) rows.addEmpty(to - from)
    else if (codes) rows.addColumn(itemsByContext(histories, codes, from, to), to - from)
    else rows.addColumn(itemsByUsers(histories, situations, from, to), to - from)
  }
  return rows.finish()
}

/** Calls back with each item that occurred with the feature of a column, once for each time that counts. */
type Walk = (feature: number, use: (item: number) => void) => void

function itemsByContext({ items, origin }: Histories, codes: Uint32Array, from: number, to: number): Walk {
  const featureOf = (at: number): number => codes[origin?.interactions[at] ?? at]! - 1 - from
  const grouped = groupedBy(items.length, to - from, (at, add) => {
    const feature = featureOf(at)
    if (feature >= 0) add(feature)
  })
  return (feature, use) => {
    for (let place = grouped.offsets[feature]!; place < grouped.offsets[feature + 1]!; place++)
      use(items[grouped.members[place]!]!)
  }
}

/** A user counts once for an item, however often they came back to it. */
function itemsByUsers(histories: Histories, { users }: Situations, from: number, to: number): Walk {
  const { userCount, itemCount, offsets, items } = histories
  const grouped = groupedBy(userCount, to - from, (user, add) => {
    const { user: row } = placeOf(histories, user, 0)
    for (let at = users?.offsets[row] ?? 0; at < (users?.offsets[row + 1] ?? 0); at++) {
      const feature = users!.features[at]!
      if (feature >= from && feature < to) add(feature - from)
    }
  })
  const metAt = new Uint32Array(itemCount)
  let visit = 0
  return (feature, use) => {
    for (let place = grouped.offsets[feature]!; place < grouped.offsets[feature + 1]!; place++) {
      const user = grouped.members[place]!
      visit++
      for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
        const item = items[at]!
        if (metAt[item] === visit) continue
        metAt[item] = visit
        use(item)
      }
    }
  }
}

type GroupsOf = (member: number, add: (group: number) => void) => void

/** Members by group, ascending within one: a counting sort. */
function groupedBy(memberCount: number, groupCount: number, groupsOf: GroupsOf) {
  const offsets = new Uint32Array(groupCount + 1)
  const count = (group: number): void => {
    offsets[group + 1]! += 1
  }
  for (let member = 0; member < memberCount; member++) groupsOf(member, count)
  for (let group = 0; group < groupCount; group++) offsets[group + 1]! += offsets[group]!
  const members = new Uint32Array(offsets[groupCount]!)
  const next = offsets.slice(0, groupCount)
  let member = 0
  const place = (group: number): void => {
    members[next[group]!++] = member
  }
  for (; member < memberCount; member++) groupsOf(member, place)
  return { offsets, members }
}

class LiftRows {
  readonly #options: LiftOptions
  readonly #offsets: number[] = [0]
  readonly #items: number[] = []
  readonly #weights: number[] = []
  /** By item: how often with the feature under way, and the lift it has there. */
  readonly #counts: Uint32Array
  readonly #lifts: Float64Array

  constructor(itemCount: number, options: LiftOptions) {
    this.#options = options
    this.#counts = new Uint32Array(itemCount)
    this.#lifts = new Float64Array(itemCount)
  }

  addEmpty(featureCount: number): void {
    for (let feature = 0; feature < featureCount; feature++) this.#offsets.push(this.#items.length)
  }

  addColumn(walk: Walk, featureCount: number): void {
    const totals = new Float64Array(this.#counts.length)
    let total = 0
    for (let feature = 0; feature < featureCount; feature++)
      walk(feature, item => {
        totals[item]! += 1
        total++
      })
    const popular = Uint32Array.from(totals.keys()).sort((one, other) => totals[other]! - totals[one]! || one - other)
    for (let feature = 0; feature < featureCount; feature++)
      this.#addRow(use => walk(feature, use), { totals, total, popular })
  }

  #addRow(walk: (use: (item: number) => void) => void, { totals, total, popular }: Totals): void {
    const { shrinkage, liftMin } = this.#options
    const counts = this.#counts
    const met: number[] = []
    let count = 0
    walk(item => {
      if (counts[item] === 0) met.push(item)
      counts[item]! += 1
      count++
    })
    const share = total > 0 ? count / total : 0
    const lifted: number[] = []
    const add = (item: number): void => {
      const lift = Math.log((counts[item]! + shrinkage) / (totals[item]! * share + shrinkage))
      if (Math.abs(lift) < liftMin) return
      this.#lifts[item] = lift
      lifted.push(item)
    }
    for (const item of met) add(item)
    // Beyond these, nobody would have expected to see them.
    for (const item of popular) {
      if (totals[item]! * share < liftMin * shrinkage) break
      if (counts[item] === 0) add(item)
    }
    for (const item of met) counts[item] = 0
    this.#keep(lifted)
  }

  /** Those furthest from 0, by item. */
  #keep(lifted: readonly number[]): void {
    const { itemCountMax } = this.#options
    const lifts = this.#lifts
    const sorted = Uint32Array.from(lifted)
    if (sorted.length > itemCountMax)
      sorted.sort((one, other) => Math.abs(lifts[other]!) - Math.abs(lifts[one]!) || one - other)
    for (const item of sorted.subarray(0, itemCountMax).sort()) {
      this.#items.push(item)
      this.#weights.push(lifts[item]!)
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
