/**
 * Chooses what one model's answers explore: items young enough that are not in the history, with what was seen of each: its
 * users at training time and how often it was shown since the model was loaded. `ranking/exploration.ts` draws.
 */

import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import { topItems } from '../kernels/top-items.ts'
import { type ExplorationCandidate, type ExploredPlace, explore } from '../ranking/exploration.ts'
import type { ExplorationWish } from './serving.ts'

interface ToExplore extends ExplorationWish {
  readonly history: ArrayLike<number>
  readonly scores: Float32Array
  /** The model's own answer. */
  readonly best: Uint32Array
  /** Whether an item may stand in the answer. */
  readonly mayStand: (item: number) => boolean
  readonly count: number
}

/** The most relevant are enough to draw from; more would cost time in every place. */
const candidateCountMax = 300

export class Explorer {
  readonly #facts: ItemFacts
  readonly #shownCounts: Uint32Array
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
    const items = this.#candidates(asked)
    if (items.length === 0) return undefined
    const { mean, deviation } = spreadOf(asked.scores)
    const candidates = Array.from(
      items,
      (item): ExplorationCandidate => ({
        item,
        relevance: deviation > 0 ? (asked.scores[item]! - mean) / deviation : 0,
        seenCount: this.#facts.userCounts[item]! + this.#shownCounts[item]!,
      }),
    )
    const { weight, count, random, best } = asked
    const places = explore({ order: best, candidates, weight, count, random })
    for (const { item } of places) this.#shownCounts[item]! += 1
    return places
  }

  #candidates({ itemAgeDaysMax, history, scores, mayStand }: ToExplore): Uint32Array {
    const young = this.#youngerThan(itemAgeDaysMax)
    if (young.length === 0) return young
    const seen = new Set(Array.from(history))
    const able = young.filter(item => !seen.has(item) && mayStand(item) && scores[item]! > Number.NEGATIVE_INFINITY)
    return able.length > candidateCountMax ? topItems(scores, able, candidateCountMax) : able
  }

  #youngerThan(ageDaysMax: number): Uint32Array {
    if (this.#young?.ageDaysMax !== ageDaysMax) {
      const all = Uint32Array.from(this.#facts.ageDays, (_, item) => item)
      this.#young = { ageDaysMax, items: all.filter(item => this.#facts.ageDays[item]! < ageDaysMax) }
    }
    return this.#young.items
  }
}

function spreadOf(scores: Float32Array): { mean: number; deviation: number } {
  let [sum, squares, count] = [0, 0, 0]
  for (const score of scores) {
    if (score === Number.NEGATIVE_INFINITY) continue
    sum += score
    squares += score * score
    count++
  }
  const mean = sum / Math.max(1, count)
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) }
}
