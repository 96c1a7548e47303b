/** What is asked of the scores of one history; scores are those of `HistoryScores`, without what is added everywhere. */

export interface Choice {
  /** Only these may stand in the answer; absent: all. */
  readonly items?: Uint32Array
  readonly mayStand?: (item: number) => boolean
}

export interface Search {
  /** Best first, of equal scores the smaller index; none of -Infinity. */
  best(choice: Choice, count: number): Uint32Array
  /** Of all items; -Infinity where there are none. */
  readonly highest: number
  /** Σ e^(score - highest) over all items. */
  readonly mass: number
  /** Of the finite scores. */
  readonly spread: { readonly mean: number; readonly deviation: number }
}

/** By falling score, then by index. */
export const inOrder = (items: Iterable<number>, scoreOf: (item: number) => number): readonly number[] =>
  Array.from(items, item => ({ item, score: scoreOf(item) }))
    .filter(({ score }) => score > Number.NEGATIVE_INFINITY)
    .sort((one, other) => other.score - one.score || one.item - other.item)
    .map(({ item }) => item)

export function spreadFrom({ count, sum, squares, origin }: Record<'count' | 'sum' | 'squares' | 'origin', number>) {
  const mean = sum / Math.max(1, count)
  return { mean: origin + mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) }
}
