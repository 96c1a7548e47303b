/**
 * The best of histories that ask again: a page asks with several filters, and a visitor comes back before they have done
 * anything. The first answer of a history finds some more items than it shows, and keeps them with their shares; further ones
 * take from these what their filter allows. Where that is not enough the search goes over the catalogue as it would have, so
 * answers are the same. Another thread may have found them (`score-elsewhere.ts`).
 *
 * Left out: what a request's situation changes, which differs from one to the next.
 */

import type { Restriction } from '../ranking/candidates.ts'
import type { Foremost, Scored } from '../ranking/scored.ts'
import { type Best, BestStore, type StoredBest } from './best-store.ts'

/** Beyond what most answers show: filters that let a quarter through still find 25, and 60 more would cost a first answer a twentieth. */
export const keptCount = 100

export interface WithShares extends Scored {
  readonly shareOf: (item: number) => number
}

/** A search, and the first that it found. */
interface Begun {
  readonly scored: WithShares
  readonly best: Best
}

export class RememberedBest {
  readonly #store: BestStore

  constructor(byteCountMax: number) {
    this.#store = new BestStore(byteCountMax)
  }

  /** `search` is asked at most once, for what is not remembered. */
  of(history: ArrayLike<number>, search: () => WithShares): WithShares & { foremost(): Foremost } {
    let read: WithShares | undefined
    let made: Begun | undefined
    const searched = (): WithShares => {
      read ??= search()
      return read
    }
    const begun = (): Begun => {
      made ??= { scored: searched(), best: bestOf(searched()) }
      return made
    }
    const full = (): WithShares => begun().scored
    let entry: StoredBest | undefined
    return {
      best: (restriction, count) => {
        entry = count <= keptCount ? this.#entryOf(history, begun) : undefined
        const found = entry && amongFirst(entry.items, restriction, count)
        if (found) return found
        entry = undefined
        return full().best(restriction, count)
      },
      shareOf: item => {
        const place = entry?.items.indexOf(item) ?? -1
        return place < 0 ? full().shareOf(item) : entry!.shares[place]!
      },
      // Of single items no more is needed than what the history adds to them.
      scoreOf: item => searched().scoreOf(item),
      reach: () => searched().reach?.() ?? searched().scoreOf,
      spread: () => full().spread(),
      foremost: () => this.#entryOf(history, begun),
    }
  }

  has(history: ArrayLike<number>): boolean {
    return this.#store.find(history) !== undefined
  }

  /** What `bestOf` gave for a search of this history. */
  keep(history: ArrayLike<number>, best: Best): void {
    if (!this.has(history)) this.#store.put(history, best)
  }

  /** Where there is no room for it, for this request alone. */
  #entryOf(history: ArrayLike<number>, begun: () => Begun): StoredBest {
    return this.#store.find(history) ?? this.#store.put(history, begun().best) ?? { ...begun().best, beside: new Map() }
  }
}

/**
 * Every search begins with the same question, whether what it finds is remembered already or not: the sum that shares are of
 * is exact in what was found before it was asked for, so the same question would else have other scores the second time.
 */
export function bestOf(scored: WithShares): Best {
  const items = scored.best({}, keptCount).slice()
  const shares = new Float64Array(items.length)
  for (let at = 0; at < items.length; at++) shares[at] = scored.shareOf(items[at]!)
  return { items, shares }
}

/** Undefined where more may stand further down. */
function amongFirst(items: Uint32Array, { allowed, excluded }: Restriction, count: number): Uint32Array | undefined {
  const found = new Uint32Array(count)
  let foundCount = 0
  for (let at = 0; at < items.length && foundCount < count; at++) {
    const item = items[at]!
    if (!excluded?.has(item) && (allowed?.has(item) ?? true)) found[foundCount++] = item
  }
  return foundCount === count || items.length < keptCount ? found.subarray(0, foundCount) : undefined
}
