/**
 * normalized_discounted_cumulative_gain_at_K: the gains of the first K, each divided by log2(1 + rank), over the same
 * sum for the best possible list: all relevant items first, largest gains foremost [doc]. `gains` holds, rank by rank,
 * 0 or the gain of a relevant item; `relevantGains` the gains of all relevant items, found or not. With gains of 1 it is
 * the plain measure; with gains of weight / mean weight it is the one with event weights.
 *
 * @example
 * // Relevant items at ranks 2 and 5: (1/log2 3 + 1/log2 6) / (1/log2 2 + 1/log2 3), the guide's own example.
 * ndcgAt(5, [0, 1, 0, 0, 1], [1, 1]).toFixed(4) === '0.6241'
 * @example
 * // The lighter of two relevant items was found first, the heavier not at all: 0.5 / (1.5 + 0.5/log2 3).
 * ndcgAt(5, [0.5], [0.5, 1.5]).toFixed(4) === (0.5 / (1.5 + 0.5 / Math.log2(3))).toFixed(4)
 */
export function ndcgAt(k: number, gains: readonly number[], relevantGains: readonly number[]): number {
  const ideal = discounted(
    k,
    [...relevantGains].sort((a, b) => b - a),
  )
  return ideal > 0 ? discounted(k, gains) / ideal : 0
}

const discounted = (k: number, gains: readonly number[]): number =>
  gains.slice(0, k).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0)
