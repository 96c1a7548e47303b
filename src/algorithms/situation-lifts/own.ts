/**
 * The lifts of a user's own habits: of the items in a history, those that were met in the context of now more often than
 * the history would let expect. The same formula as for everybody, counted in one history when it is asked for:
 *
 *   own(j) = log((n(c, j) + s) / (n(c) · n(j) / n + s))
 *
 * n counts interactions of the history, n(c) those in the same context, s the shrinkage. Nothing of it is stored.
 */

const shrinkage = 1

/** Calls back with each item of the history once. `isSame`: whether the interaction at a place was in the context of now. */
export function ownLifts(
  items: ArrayLike<number>,
  isSame: (at: number) => boolean,
  use: (item: number, lift: number) => void,
): void {
  const counts = new Map<number, { all: number; same: number }>()
  let sameCount = 0
  for (let at = 0; at < items.length; at++) {
    const count = counts.get(items[at]!) ?? { all: 0, same: 0 }
    counts.set(items[at]!, count)
    count.all++
    if (!isSame(at)) continue
    count.same++
    sameCount++
  }
  if (sameCount === 0) return
  for (const [item, { all, same }] of counts)
    use(item, Math.log((same + shrinkage) / ((sameCount * all) / items.length + shrinkage)))
}
