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

/** Beyond what most answers show: filters that let a quarter through still find 25, and 60 more would cost a first answer a twentieth. */
export const keptCount = 100

/** Beside the arrays of an entry, roughly. */
const entryByteCount = 300

/** Of a history, whatever a request leaves out. */
export interface Best {
  /** Best first. */
  readonly items: Uint32Array
  readonly shares: Float64Array
}

interface Entry extends Best {
  readonly history: Uint32Array
  readonly beside: WeakMap<object, number>
}

/** Of one number kept beside an entry, roughly. */
const besideByteCount = 64

export interface WithShares extends Scored {
  readonly shareOf: (item: number) => number
}

/** A search, and the first that it found. */
interface Begun {
  readonly scored: WithShares
  readonly best: Best
}

/** FNV-1a, by numbers in place of bytes. */
function hashOf(history: ArrayLike<number>): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < history.length; at++) hash = Math.imul(hash ^ history[at]!, 0x01000193)
  return hash
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}

const bytesOf = ({ history, items, shares }: Entry): number =>
  history.byteLength + items.byteLength + shares.byteLength + entryByteCount

export class RememberedBest {
  readonly byteCountMax: number
  /** Asked for lately, and before: when the first half of the room is full the second is given up whole. */
  #late = new Map<number, Entry>()
  #early = new Map<number, Entry>()
  #lateBytes = 0

  constructor(byteCountMax: number) {
    this.byteCountMax = byteCountMax
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
    let entry: Entry | undefined
    return {
      best: (restriction, count) => {
        entry = count <= keptCount ? this.#entryOf(history, begun) : undefined
        const found = entry && amongFirst(entry, restriction, count)
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
      foremost: () => this.#foremost(this.#entryOf(history, begun)),
    }
  }

  has(history: ArrayLike<number>): boolean {
    return this.#entryFound(history) !== undefined
  }

  /** What `bestOf` gave for a search of this history. */
  keep(history: ArrayLike<number>, best: Best): void {
    if (!this.has(history)) this.#put(hashOf(history), entryFor(history, best))
  }

  #foremost({ items, shares, beside }: Entry): Foremost {
    const set = (key: object, logShare: number): void => {
      beside.set(key, logShare)
      this.#lateBytes += besideByteCount
    }
    return { items, shares, beside: { get: key => beside.get(key), set } }
  }

  #entryOf(history: ArrayLike<number>, begun: () => Begun): Entry {
    const found = this.#entryFound(history)
    if (found) return found
    const entry = entryFor(history, begun().best)
    this.#put(hashOf(history), entry)
    return entry
  }

  /** One that was asked for before is late from now on. */
  #entryFound(history: ArrayLike<number>): Entry | undefined {
    const key = hashOf(history)
    const late = this.#late.get(key)
    if (late && isSame(late.history, history)) return late
    const early = this.#early.get(key)
    if (!early || !isSame(early.history, history)) return undefined
    this.#put(key, early)
    return early
  }

  #put(key: number, entry: Entry): void {
    const former = this.#late.get(key)
    this.#lateBytes += bytesOf(entry) - (former ? bytesOf(former) : 0)
    this.#late.set(key, entry)
    if (2 * this.#lateBytes <= this.byteCountMax) return
    this.#early = this.#late
    this.#late = new Map()
    this.#lateBytes = 0
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

const entryFor = (history: ArrayLike<number>, best: Best): Entry => ({
  ...{ ...best, history: Uint32Array.from(history), beside: new WeakMap() },
})

/** Undefined where more may stand further down. */
function amongFirst({ items }: Entry, { allowed, excluded }: Restriction, count: number): Uint32Array | undefined {
  const found = new Uint32Array(count)
  let foundCount = 0
  for (let at = 0; at < items.length && foundCount < count; at++) {
    const item = items[at]!
    if (!excluded?.has(item) && (allowed?.has(item) ?? true)) found[foundCount++] = item
  }
  return foundCount === count || items.length < keptCount ? found.subarray(0, foundCount) : undefined
}
