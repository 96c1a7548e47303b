/**
 * A map whose entries know when they were last used, so that the one unused for longest can go. A `Map` from which an entry is taken at
 * each look-up to be put at its end does the same, but builds its table anew every few dozen look-ups, and what tables that were given
 * up point to outlives several collections of garbage.
 */

interface Used<V> {
  readonly value: V
  at: number
}

export class UsedMap<K, V> {
  readonly #entries = new Map<K, Used<V>>()
  #useCount = 0

  get size(): number {
    return this.#entries.size
  }

  /** Counts as a use of the entry. */
  use(key: K): V | undefined {
    const entry = this.#entries.get(key)
    if (entry) entry.at = ++this.#useCount
    return entry?.value
  }

  get(key: K): V | undefined {
    return this.#entries.get(key)?.value
  }

  set(key: K, value: V): void {
    this.#entries.set(key, { value, at: ++this.#useCount })
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }

  /** Unused for longest first; the entries of the moment, whatever changes meanwhile. */
  entries(): readonly (readonly [K, V])[] {
    return [...this.#entries].sort(([, one], [, other]) => one.at - other.at).map(([key, { value }]) => [key, value])
  }

  values(): readonly V[] {
    return Array.from(this.#entries.values(), ({ value }) => value)
  }
}
