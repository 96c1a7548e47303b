/**
 * Chooses what one model's answers explore: items young enough that are not in the history, with what was seen of each: its
 * users at training time and how often it was shown: as events tell, or as this server drew it since the model was loaded,
 * whichever is more. `ranking/exploration.ts` draws.
 */

import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import { type ExplorationCandidate, type ExploredPlace, explore } from '../ranking/exploration.ts'
import type { LateItem } from '../ranking/late-item.ts'
import type { Scored } from '../ranking/scored.ts'
import type { ExplorationWish } from './serving.ts'

interface ToExplore extends ExplorationWish {
  readonly history: ArrayLike<number>
  readonly scored: Scored
  /** The model's own answer. */
  readonly best: Uint32Array
  /** Whether an item may stand in the answer. */
  readonly mayStand: (item: number) => boolean
  /** Behind the items of the model. */
  readonly late: readonly LateItem[]
  /** By their place among the late ones. */
  readonly mayStandLate: (place: number) => boolean
  readonly count: number
}

/** The most relevant are enough to draw from; more would cost time in every place. */
const candidateCountMax = 300

export class Explorer {
  readonly #facts: ItemFacts
  readonly #shownCounts: Uint32Array
  /** Of late items, by id: their indices are those of one request. */
  readonly #lateShownCounts = new Map<string, number>()
  /** The last limit asked for, and the items under it; campaigns rarely change it. */
  #young: { readonly ageDaysMax: number; readonly items: Uint32Array } | undefined

  constructor(facts: ItemFacts) {
    this.#facts = facts
    this.#shownCounts = new Uint32Array(facts.ageDays.length)
  }

  get byteCount(): number {
    return 2 * this.#shownCounts.byteLength
  }

  /** Undefined when there is nothing to explore. */
  places(asked: ToExplore): readonly ExploredPlace[] | undefined {
    const items = [...this.#candidates(asked), ...this.#lateCandidates(asked)]
    if (items.length === 0) return undefined
    const { mean, deviation } = asked.scored.spread()
    const candidates = items.map(
      (item): ExplorationCandidate => ({
        item,
        relevance: deviation > 0 ? (asked.scored.scoreOf(item) - mean) / deviation : 0,
        seenCount: this.#seenCount(item, asked),
      }),
    )
    const { weight, count, random, best } = asked
    const places = explore({ order: best, candidates, weight, count, random })
    for (const { item } of places) this.#countShown(item, asked)
    return places
  }

  get #itemCount(): number {
    return this.#shownCounts.length
  }

  #seenCount(item: number, { late, shownCountOf = () => 0 }: ToExplore): number {
    const one = item < this.#itemCount ? undefined : late[item - this.#itemCount]
    if (one) return Math.max(this.#lateShownCounts.get(one.itemId) ?? 0, one.shownCount)
    return this.#facts.userCounts[item]! + Math.max(this.#shownCounts[item]!, shownCountOf(item))
  }

  #countShown(item: number, { late }: ToExplore): void {
    const one = item < this.#itemCount ? undefined : late[item - this.#itemCount]
    if (one) this.#lateShownCounts.set(one.itemId, (this.#lateShownCounts.get(one.itemId) ?? 0) + 1)
    else this.#shownCounts[item]! += 1
  }

  #lateCandidates({ late, mayStandLate, itemAgeDaysMax, scored }: ToExplore): readonly number[] {
    return late.flatMap(({ ageDays }, at) => {
      if (ageDays >= itemAgeDaysMax || !mayStandLate(at)) return []
      const item = this.#itemCount + at
      return scored.scoreOf(item) > Number.NEGATIVE_INFINITY ? [item] : []
    })
  }

  #candidates({ itemAgeDaysMax, history, scored, mayStand }: ToExplore): Uint32Array {
    const young = this.#youngerThan(itemAgeDaysMax)
    if (young.length === 0) return young
    const seen = new Set(Array.from(history))
    const able = young.filter(item => !seen.has(item) && mayStand(item))
    if (able.length > candidateCountMax)
      return scored
        .best({ allowed: { has: () => true, items: able } }, candidateCountMax)
        .filter(item => item < this.#itemCount)
    return able.filter(item => scored.scoreOf(item) > Number.NEGATIVE_INFINITY)
  }

  #youngerThan(ageDaysMax: number): Uint32Array {
    if (this.#young?.ageDaysMax !== ageDaysMax) {
      const { ageDays } = this.#facts
      const items = new Uint32Array(ageDays.length)
      let count = 0
      for (let item = 0; item < ageDays.length; item++) if (ageDays[item]! < ageDaysMax) items[count++] = item
      this.#young = { ageDaysMax, items: items.slice(0, count) }
    }
    return this.#young.items
  }
}
