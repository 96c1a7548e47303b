/**
 * NDCG as the recorded outputs of the matched service reveal it, for comparisons with published numbers only: rank 1
 * and rank 2 weigh 1, rank r weighs 1/log2 r, and the ideal list is the returned one with its hits moved to the front
 * [inferred from 39 recorded outputs]. Never answered by the API.
 *
 * @example
 * // Hits at ranks 2 and 4 of 5: (1 + 1/2) / (1 + 1).
 * recordedNdcgAt(5, [false, true, false, true, false]) === 0.75
 */
export function recordedNdcgAt(k: number, hits: readonly boolean[]): number {
  const cut = hits.slice(0, k)
  const ideal = gained([...cut].sort((a, b) => Number(b) - Number(a)))
  return ideal > 0 ? gained(cut) / ideal : 0
}

const gained = (hits: readonly boolean[]): number =>
  hits.reduce((sum, hit, at) => sum + (hit ? 1 / Math.log2(Math.max(2, at + 1)) : 0), 0)
