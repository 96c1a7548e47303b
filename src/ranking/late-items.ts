/**
 * Items that came after a model was trained, beside those it knows: one is scored as the items it is most like are, a
 * deviation behind them, as the new items of a training are (`algorithms/new-items`). Of items of the model the index is
 * theirs; late ones follow it, in the order they are given. Shares add up to 1 over all of them.
 *
 * Most late items are far from the answer, and a mean of what is above the scores of their neighbours says so: only those that may
 * stand in it, or have a share worth counting, are scored, and the deviation, which takes all items, is found for these.
 * Where the highest of a history are remembered, they tell it (`foremost-late-items.ts`).
 */

import { caution } from '../algorithms/item-facts/apply.ts'
import type { Restriction } from './candidates.ts'
import { ForemostLate } from './foremost-late-items.ts'
import { type LateItem, meanOfNeighbours } from './late-item.ts'
import type { Scored } from './scored.ts'

interface Beside {
  readonly late: readonly LateItem[]
  readonly history: ArrayLike<number>
  /** Of the model. */
  readonly itemCount: number
  /** By their place among the late ones; absent: all of them. Shares are of those that may stand. */
  readonly mayStand?: (place: number) => boolean
}

/** Of late items that are passed over, each has at most this share. */
const neglectedShare = 1e-5

export function withLateItems(scored: Scored, beside: Beside): Scored {
  const { itemCount } = beside
  const own = new LateScores(scored, beside)
  const scoreOf = (item: number): number => (item < itemCount ? scored.scoreOf(item) : own.at(item - itemCount))
  let first: number | undefined
  return {
    best: (restriction: Restriction, count: number) => {
      const known = scored.best(restriction, count)
      first ??= known[0]
      const last = known.length < count ? undefined : known[count - 1]
      const { foremost } = own
      if (foremost?.reaches(last)) {
        const logShareOf = (item: number): number =>
          item < itemCount ? foremost.logShareOfKnown(item) : foremost.logShare(item - itemCount)
        return merged(known, behind(foremost.orderAbove(last!), itemCount), count, logShareOf)
      }
      const floor = last === undefined ? Number.NEGATIVE_INFINITY : scored.scoreOf(last)
      return merged(known, behind(own.orderAbove(floor), itemCount), count, scoreOf)
    },
    scoreOf,
    spread: () => scored.spread(),
    ...(scored.shareOf && { shareOf: sharesWith(scored, own, itemCount, () => first) }),
  }
}

/** Of one history, each found when it is asked for. */
class LateScores {
  readonly late: readonly LateItem[]
  readonly #scored: Scored
  readonly #history: ArrayLike<number>
  readonly #mayStand: (place: number) => boolean
  readonly #scores: Float64Array
  #seen: ReadonlySet<number> | undefined
  #step: number | undefined
  #bounds: Float64Array | undefined
  #foremost: ForemostLate | undefined

  constructor(scored: Scored, { late, history, mayStand = () => true }: Beside) {
    this.late = late
    this.#scored = scored
    this.#history = history
    this.#mayStand = mayStand
    this.#scores = new Float64Array(late.length).fill(Number.NaN)
  }

  get seen(): ReadonlySet<number> {
    this.#seen ??= new Set(Array.from(this.#history))
    return this.#seen
  }

  get foremost(): ForemostLate | undefined {
    if (this.#foremost) return this.#foremost
    const highest = this.#scored.foremost?.()
    const first = highest?.items[0]
    if (highest === undefined || first === undefined) return undefined
    const logShareOf = (place: number): number =>
      this.at(place) - this.#scored.scoreOf(first) + Math.log(highest.shares[0]!)
    this.#foremost = new ForemostLate(this.late, highest, {
      ...{ seen: this.seen, mayStand: this.#mayStand, logShareOf },
    })
    return this.#foremost
  }

  at(place: number): number {
    if (!Number.isNaN(this.#scores[place]!)) return this.#scores[place]!
    this.#step ??= caution * this.#scored.spread().deviation
    this.#scores[place] = meanOfNeighbours(this.late[place]!, this.seen, this.#scored.scoreOf) - this.#step
    return this.#scores[place]!
  }

  /** What the scores are not above. */
  get bounds(): Float64Array {
    this.#bounds ??= this.#boundsOf(this.#scored.reach?.())
    return this.#bounds
  }

  #boundsOf(reachOf: ((item: number) => number) | undefined): Float64Array {
    const bounds = new Float64Array(this.late.length).fill(Number.POSITIVE_INFINITY)
    if (reachOf)
      for (let place = 0; place < bounds.length; place++)
        bounds[place] = meanOfNeighbours(this.late[place]!, this.seen, reachOf)
    return bounds
  }

  /** Whether it may stand, and reaches a score by what is above its own. */
  reaches(place: number, floor: number): boolean {
    return this.bounds[place]! >= floor && this.#mayStand(place)
  }

  /** Best first, those that may reach a score, by place. */
  orderAbove(floor: number): readonly number[] {
    const places: number[] = []
    for (let place = 0; place < this.late.length; place++)
      if (this.reaches(place, floor) && this.at(place) > Number.NEGATIVE_INFINITY) places.push(place)
    return places.sort((one, other) => this.at(other) - this.at(one) || one - other)
  }
}

const behind = (places: readonly number[], itemCount: number): readonly number[] =>
  places.map(place => itemCount + place)

/** Of equal scores the items of the model come first. */
function merged(
  known: Uint32Array,
  late: readonly number[],
  count: number,
  scoreOf: (item: number) => number,
): Uint32Array {
  if (late.length === 0) return known
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

/**
 * Scores are logarithms: a late item has its mass by the distance from one of the model, the first of the answer or else its
 * nearest. Asked for once the best are known.
 */
function sharesWith(
  { shareOf = () => 0, scoreOf }: Scored,
  own: LateScores,
  itemCount: number,
  first: () => number | undefined,
): (item: number) => number {
  const massFor = (place: number, score: number): number => {
    const near = first() ?? own.late[place]!.neighbours[0]!
    return score === Number.NEGATIVE_INFINITY ? 0 : shareOf(near) * Math.exp(score - scoreOf(near))
  }
  const massOf = (place: number): number =>
    own.foremost ? Math.exp(own.foremost.logShare(place)) : massFor(place, own.at(place))
  const counts = (place: number): boolean =>
    own.reaches(place, Number.NEGATIVE_INFINITY) && massFor(place, own.bounds[place]!) > neglectedShare
  const added = () => own.late.reduce((sum, _, at) => sum + (counts(at) ? massOf(at) : 0), 1)
  let total: number | undefined
  return item => {
    total ??= own.foremost?.total ?? added()
    return (item < itemCount ? shareOf(item) : massOf(item - itemCount)) / total
  }
}
