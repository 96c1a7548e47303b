/**
 * precision_at_K: how many of the first K are relevant, divided by K; the mean over test users [doc].
 * An item of the list counts once; fewer than K items in the list still divide by K.
 *
 * @example
 * precisionAt(5, [true, false, true, false, false, true]) === 0.4
 */
export function precisionAt(k: number, hits: readonly boolean[]): number {
  return hits.slice(0, k).filter(hit => hit).length / k
}
