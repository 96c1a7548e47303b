/**
 * What the clients of the mixed run know to be stored: every event, item and user that was acknowledged, and what was on
 * its way when the server was killed. Compared with the data directory once the run is over.
 */

import { storedStreams } from '../../test/fixtures/server/stored-streams.ts'

/** `user item time`, as the store is read. */
export type EventLine = string

export class Ledger {
  readonly #acknowledged: EventLine[] = []
  readonly #doubtful = new Set<EventLine>()
  readonly #bought = new Map<string, Set<string>>()
  readonly items = new LastValues()
  readonly users = new LastValues()

  get eventCount(): number {
    return this.#acknowledged.length
  }

  acknowledge(lines: readonly EventLine[]): void {
    this.#acknowledged.push(...lines)
  }

  doubt(lines: readonly EventLine[]): void {
    for (const line of lines) this.#doubtful.add(line)
  }

  buy(userId: string, itemId: string): void {
    const items = this.#bought.get(userId) ?? new Set()
    this.#bought.set(userId, items.add(itemId))
  }

  /** What the user is known to have bought by now. */
  boughtBy(userId: string): ReadonlySet<string> {
    return new Set(this.#bought.get(userId))
  }

  /** What is wrong with the data directory, whose server has stopped. Events after `sinceSeconds` are those of the run. */
  async compare(directory: string, datasetGroupArn: string, sinceSeconds: number) {
    const stored = await storedStreams(directory, datasetGroupArn)
    const found = stored.interactions.filter(line => Number(line.slice(line.lastIndexOf(' ') + 1)) > sinceSeconds)
    const unique = new Set(found)
    const sent = new Set([...this.#acknowledged, ...this.#doubtful])
    const known = { items: new Set(stored.items), users: new Set(stored.users) }
    return {
      'events acknowledged': this.#acknowledged.length,
      'events found of these': this.#acknowledged.filter(line => unique.has(line)).length,
      'events on the way at the kill, found': [...this.#doubtful].filter(line => unique.has(line)).length,
      'events found twice': found.length - unique.size,
      'events found that nobody sent': found.filter(line => !sent.has(line)).length,
      'events a training sees less': stored.interactions.length - stored.trainedCount,
      'items put': this.items.size,
      'items other than put last': this.items.missingIn(known.items),
      'users put': this.users.size,
      'users other than put last': this.users.missingIn(known.users),
    }
  }
}

/** The value of each id that was acknowledged last, or that may have come after it. */
class LastValues {
  readonly #values = new Map<string, readonly number[]>()

  get size(): number {
    return this.#values.size
  }

  /** NaN: what it was before the run. */
  begin(id: string, value: number): void {
    this.#values.set(id, [...(this.#values.get(id) ?? [Number.NaN]), value])
  }

  acknowledge(id: string, value: number): void {
    this.#values.set(id, [value])
  }

  missingIn(known: ReadonlySet<string>): number {
    const isThere = ([id, values]: readonly [string, readonly number[]]) =>
      values.some(value => Number.isNaN(value) || known.has(`${id} ${value}`))
    return [...this.#values].filter(entry => !isThere(entry)).length
  }
}
