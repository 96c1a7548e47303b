/** An item that came after a model was trained, and the items of the model that speak for it. */

export interface LateItem {
  readonly itemId: string
  /** Items of the model, the most alike first, and how much each counts; the shares add up to 1. */
  readonly neighbours: Uint32Array
  readonly shares: Float32Array
  readonly ageDays: number
  /** As events tell. */
  readonly shownCount: number
}

/**
 * What the neighbours of a late item have, on average. Items of the history do not speak where others can, nor do those that
 * are never recommended.
 */
export function meanOfNeighbours(
  { neighbours, shares }: LateItem,
  seen: ReadonlySet<number>,
  scoreOf: (item: number) => number,
): number {
  let [sum, total] = [0, 0]
  for (let at = 0; at < neighbours.length; at++) {
    const neighbour = neighbours[at]!
    if (seen.has(neighbour)) continue
    const score = scoreOf(neighbour)
    if (score === Number.NEGATIVE_INFINITY) continue
    sum += shares[at]! * score
    total += shares[at]!
  }
  return total > 0 ? sum / total : scoreOf(neighbours[0]!)
}
