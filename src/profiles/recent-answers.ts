/**
 * What was shown: the items of recent answers by their `recommendationId`, so that an event that brings the id back tells
 * which items the user saw [doc: runtime page, 4.5]. Bounded and in memory: an id that is not remembered is no impression.
 *
 * Answers lie in generations of which the oldest is given up whole. One map that loses its oldest entry at every answer
 * takes 27 µs for it, since the places of what was deleted are passed over again and again, and stops now and then to be
 * built anew.
 */

const separator = '|'

const generationCount = 32

interface Shown {
  /** One text takes a fifth of the room of a list. */
  readonly items: string
  /** Of answers that explored: how likely each item was to stand where it stood. */
  readonly propensities: ReadonlyMap<string, number> | undefined
}

export class RecentAnswers {
  readonly #countMax: number
  readonly #generationMax: number
  /** Newest first; each in the order of their making. */
  #generations: Map<string, Shown>[] = [new Map()]
  #count = 0

  constructor(countMax = 50_000) {
    this.#countMax = countMax
    this.#generationMax = Math.ceil(countMax / generationCount)
  }

  remember(recommendationId: string, itemIds: readonly string[], propensities?: ReadonlyMap<string, number>): void {
    const newest = this.#newest()
    this.#count -= newest.size
    newest.set(recommendationId, { items: itemIds.join(separator), propensities })
    this.#count += newest.size
    if (this.#count > this.#countMax) this.#count -= this.#generations.pop()?.size ?? 0
  }

  /** By item id; undefined where the answer did not explore. */
  propensitiesOf(recommendationId: string): ReadonlyMap<string, number> | undefined {
    return this.#find(recommendationId)?.propensities
  }

  itemsOf(recommendationId: string): readonly string[] | undefined {
    const items = this.#find(recommendationId)?.items
    return items === undefined ? undefined : items === '' ? [] : items.split(separator)
  }

  #newest(): Map<string, Shown> {
    const [newest] = this.#generations
    if (newest && newest.size < this.#generationMax) return newest
    const next = new Map<string, Shown>()
    this.#generations = [next, ...this.#generations]
    return next
  }

  #find(recommendationId: string): Shown | undefined {
    for (const generation of this.#generations) {
      const found = generation.get(recommendationId)
      if (found) return found
    }
    return undefined
  }
}
