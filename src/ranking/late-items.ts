/**
 * Items that came after a model was trained, beside those it knows: one is scored as the items it is most like are, a
 * deviation behind them, as the new items of a training are (`algorithms/new-items`). Of items of the model the index is
 * theirs; late ones follow it, in the order they are given. Shares add up to 1 over all of them.
 */

import { caution } from '../algorithms/item-facts/apply.ts'
import type { Restriction } from './candidates.ts'
import type { Scored } from './scored.ts'

export interface LateItem {
  readonly itemId: string
  /** Items of the model, the most alike first, and how much each counts; the shares add up to 1. */
  readonly neighbours: Uint32Array
  readonly shares: Float32Array
  readonly ageDays: number
  /** As events tell. */
  readonly shownCount: number
}

interface Beside {
  readonly late: readonly LateItem[]
  readonly history: ArrayLike<number>
  /** Of the model. */
  readonly itemCount: number
}

export function withLateItems(scored: Scored, { late, history, itemCount }: Beside): Scored {
  const seen = new Set(Array.from(history))
  const step = caution * scored.spread().deviation
  const scores = late.map(item => meanOf(item, scored, seen) - step)
  const scoreOf = (item: number): number => (item < itemCount ? scored.scoreOf(item) : scores[item - itemCount]!)
  const order = late
    .map((_, at) => itemCount + at)
    .filter(item => scoreOf(item) > Number.NEGATIVE_INFINITY)
    .sort((one, other) => scoreOf(other) - scoreOf(one) || one - other)
  return {
    best: (restriction: Restriction, count: number) => merged(scored.best(restriction, count), order, count, scoreOf),
    scoreOf,
    spread: () => scored.spread(),
    ...(scored.shareOf && { shareOf: sharesWith(scored, late, scores, itemCount) }),
  }
}

/** Items of the history do not speak where others can. */
function meanOf({ neighbours, shares }: LateItem, { scoreOf }: Scored, seen: ReadonlySet<number>): number {
  let [sum, total] = [0, 0]
  for (const [at, item] of neighbours.entries()) {
    const score = scoreOf(item)
    if (seen.has(item) || score === Number.NEGATIVE_INFINITY) continue
    sum += shares[at]! * score
    total += shares[at]!
  }
  return total > 0 ? sum / total : scoreOf(neighbours[0]!)
}

/** Of equal scores the items of the model come first. */
function merged(
  known: Uint32Array,
  late: readonly number[],
  count: number,
  scoreOf: (item: number) => number,
): Uint32Array {
  const best: number[] = []
  let [fromKnown, fromLate] = [0, 0]
  while (best.length < count && (fromKnown < known.length || fromLate < late.length)) {
    const [one, other] = [known[fromKnown], late[fromLate]]
    const isLate = one === undefined || (other !== undefined && scoreOf(other) > scoreOf(one))
    best.push(isLate ? other! : one)
    if (isLate) fromLate++
    else fromKnown++
  }
  return Uint32Array.from(best)
}

/** Scores are logarithms: a late item has its mass by the distance from one of the model. Asked for once the best are known. */
function sharesWith(
  { shareOf = () => 0, scoreOf }: Scored,
  late: readonly LateItem[],
  scores: readonly number[],
  itemCount: number,
): (item: number) => number {
  const massOf = (at: number): number => {
    const near = late[at]!.neighbours[0]!
    return scores[at] === Number.NEGATIVE_INFINITY ? 0 : shareOf(near) * Math.exp(scores[at]! - scoreOf(near))
  }
  let total = Number.NaN
  return item => {
    if (Number.isNaN(total)) total = late.reduce((sum, _, at) => sum + massOf(at), 1)
    return (item < itemCount ? shareOf(item) : massOf(item - itemCount)) / total
  }
}
