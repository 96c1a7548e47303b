/**
 * What was shown: the items of recent answers by their `recommendationId`, so that an event that brings the id back tells
 * which items the user saw [doc: runtime page, 4.5]. Bounded and in memory: an id that is not remembered is no impression.
 */

const separator = '|'

export class RecentAnswers {
  readonly #countMax: number
  /** In order of their making; one text each takes a fifth of the room of a list. */
  readonly #items = new Map<string, string>()
  /** Of answers that explored: how likely each item was to stand where it stood. */
  readonly #propensities = new Map<string, ReadonlyMap<string, number>>()

  constructor(countMax = 50_000) {
    this.#countMax = countMax
  }

  remember(recommendationId: string, itemIds: readonly string[], propensities?: ReadonlyMap<string, number>): void {
    this.#items.set(recommendationId, itemIds.join(separator))
    if (propensities) this.#propensities.set(recommendationId, propensities)
    if (this.#items.size <= this.#countMax) return
    const [oldest] = this.#items.keys()
    if (oldest === undefined) return
    this.#items.delete(oldest)
    this.#propensities.delete(oldest)
  }

  /** By item id; undefined where the answer did not explore. */
  propensitiesOf(recommendationId: string): ReadonlyMap<string, number> | undefined {
    return this.#propensities.get(recommendationId)
  }

  itemsOf(recommendationId: string): readonly string[] | undefined {
    const items = this.#items.get(recommendationId)
    return items === undefined ? undefined : items === '' ? [] : items.split(separator)
  }
}
