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

/** The best by falling score, then by index; none of -Infinity. `scores`: of the items, in their order. */
export function inOrder(items: Uint32Array, scores: Float64Array, count: number): Uint32Array {
  const best = new Uint32Array(Math.min(count, items.length))
  const theirs = new Float64Array(best.length)
  let length = 0
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const score = scores[at]!
    if (!(score > Number.NEGATIVE_INFINITY)) continue
    let low = 0
    for (let high = length; low < high; ) {
      const middle = (low + high) >>> 1
      const other = theirs[middle]!
      if (score > other || (score === other && item < best[middle]!)) high = middle
      else low = middle + 1
    }
    if (low === best.length) continue
    best.copyWithin(low + 1, low, length)
    theirs.copyWithin(low + 1, low, length)
    best[low] = item
    theirs[low] = score
    length = Math.min(length + 1, best.length)
  }
  return best.subarray(0, length)
}

export function spreadFrom({ count, sum, squares, origin }: Record<'count' | 'sum' | 'squares' | 'origin', number>) {
  const mean = sum / Math.max(1, count)
  return { mean: origin + mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) }
}
