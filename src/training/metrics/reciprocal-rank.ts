/**
 * mean_reciprocal_rank_at_25 is the mean over test users of this: 1 / rank of the first relevant item among the first
 * K, 0 when there is none [doc].
 *
 * @example
 * reciprocalRankAt(25, [false, false, false, true, true]) === 0.25
 * @example
 * reciprocalRankAt(2, [false, false, true]) === 0
 */
export function reciprocalRankAt(k: number, hits: readonly boolean[]): number {
  const first = hits.slice(0, k).indexOf(true)
  return first < 0 ? 0 : 1 / (first + 1)
}
