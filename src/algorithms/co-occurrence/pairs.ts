/**
 * How strongly two items share users: pairs of one item at a time, in a dense accumulator. Each shared user counts
 * 1 / √(number of their items): what somebody who tried everything has in common says less than two of three choices do.
 */

import type { Histories } from '../histories.ts'
import { type ItemOccurrences, itemOccurrences } from '../item-occurrences.ts'
import type { ItemRowCollector } from '../item-rows.ts'
import { type DistinctHistories, distinctHistories } from './distinct-histories.ts'

/** Pairs looked at; a core counts some 2·10⁸ a second. */
const pairBudget = 4e9

export class ItemPairs {
  /** Distinct users of each item. */
  readonly userCounts: Uint32Array<ArrayBuffer>
  /** Of the pairs last added: users who are shared, by item; valid for the items touched. */
  readonly shared: Uint32Array<ArrayBuffer>
  readonly #distinct: DistinctHistories
  readonly #occurrences: ItemOccurrences
  readonly #userWeights: Float32Array

  constructor(histories: Histories) {
    this.#distinct = distinctHistories(histories, pairBudget)
    this.#occurrences = itemOccurrences(this.#distinct)
    const { offsets } = this.#occurrences
    this.userCounts = offsets.subarray(1).map((end, item) => end - offsets[item]!)
    this.shared = new Uint32Array(histories.itemCount)
    const ends = this.#distinct.offsets
    this.#userWeights = Float32Array.from({ length: histories.userCount }, (_, user) => {
      return 1 / Math.sqrt(Math.max(1, ends[user + 1]! - ends[user]!))
    })
  }

  /** Adds every item that shares users with this one, itself too, to the collector's row. */
  add(item: number, collector: ItemRowCollector): void {
    const { offsets, items, userOf } = this.#distinct
    for (let at = this.#occurrences.offsets[item]!; at < this.#occurrences.offsets[item + 1]!; at++) {
      const user = userOf[this.#occurrences.positions[at]!]!
      const weight = this.#userWeights[user]!
      for (let position = offsets[user]!; position < offsets[user + 1]!; position++) {
        const other = items[position]!
        if (collector.weights[other] === 0) this.shared[other] = 0
        collector.add(other, weight)
        this.shared[other]! += 1
      }
    }
  }
}
