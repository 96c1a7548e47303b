/**
 * average_rewards_at_k: of what the relevant items of a test user are worth altogether, the part that is among the items
 * recommended; the mean over test users. What an item is worth is its attribute, scaled to above 0 and up to 1 [doc; the
 * scaling inferred].
 *
 * @example
 * // Items 1 and 2 are relevant, worth .2 and .6; item 2 was found.
 * averageRewards([2, 5], [1, 2], [0, 0.2, 0.6, 0, 0, 1]).toFixed(4) === '0.7500'
 * @example
 * averageRewards([4], [1], [0, 0.2, 0, 0, 1]) === 0
 */
export function averageRewards(
  recommended: readonly number[],
  relevant: readonly number[],
  rewards: ArrayLike<number>,
): number {
  const found = new Set(recommended)
  const [all, got] = [relevant, relevant.filter(item => found.has(item))].map(items =>
    items.reduce((sum, item) => sum + rewards[item]!, 0),
  )
  return all! > 0 ? got! / all! : 0
}
