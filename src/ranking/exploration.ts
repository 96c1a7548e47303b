/**
 * Mixes items into an order that the model knows little of, so that it learns how they are taken. Place after place:
 *
 *   with probability  p = weight · shareMax · Σ_j q_j · uncertainty_j  one of the candidates not yet placed is drawn,
 *   candidate j with probability q_j ∝ uncertainty_j · e^((1 − weight) · relevance_j);
 *   otherwise the best item of the order that has no place yet gets it.
 *
 *   uncertainty_j = 1 / √(1 + what was seen of j: users who took it and times it was shown)
 *
 * So exploration falls as candidates become known, and with a weight of 1 relevance no longer counts, as the matched
 * service describes its setting [doc: runtime page, 5.1]. Of the places no more than `weight · shareMax` go to exploration
 * on average. `propensity` is the probability with which the item that stands in a place was put there, given the places
 * before it: what an off-policy estimate divides by. With weight 0 nothing is drawn and the order is the model's own.
 */

import type { Random } from '../base/random.ts'

/** Of the places, at weight 1. [inferred] The service names no bound; answers must stay useful while they explore. */
export const shareMax = 0.25

export interface ExplorationCandidate {
  readonly item: number
  /** Standardised, of the model. */
  readonly relevance: number
  /** Users who took it and times it was shown. */
  readonly seenCount: number
}

export interface Exploration {
  /** The model's own, best first, at least as long as the answer wherever there are as many items. */
  readonly order: ArrayLike<number>
  readonly candidates: readonly ExplorationCandidate[]
  /** 0 to 1. */
  readonly weight: number
  readonly count: number
  readonly random: Random
}

export interface ExploredPlace {
  readonly item: number
  readonly propensity: number
  readonly isExplored: boolean
}

export function explore({ order, candidates, weight, count, random }: Exploration): readonly ExploredPlace[] {
  const left = candidates.map(candidate => ({ item: candidate.item, ...massesOf(candidate, weight) }))
  const placed = new Set<number>()
  const places: ExploredPlace[] = []
  let next = 0
  while (places.length < count) {
    while (next < order.length && placed.has(order[next]!)) next++
    const place = draw(left, order[next], weight, random)
    if (place === undefined) break
    placed.add(place.item)
    places.push(place)
    const at = left.findIndex(({ item }) => item === place.item)
    if (at >= 0) left.splice(at, 1)
  }
  return places
}

interface Masses {
  readonly uncertainty: number
  readonly mass: number
}

interface Left extends Masses {
  readonly item: number
}

/** Beyond it e^relevance would let one candidate have it all. */
const relevanceMax = 5

function massesOf({ relevance, seenCount }: ExplorationCandidate, weight: number): Masses {
  const uncertainty = 1 / Math.sqrt(1 + seenCount)
  const bounded = Math.max(-relevanceMax, Math.min(relevanceMax, relevance))
  return { uncertainty, mass: uncertainty * Math.exp((1 - weight) * bounded) }
}

/** `best` is undefined when the order is at its end; then nothing but exploration could fill the place, and it stays empty. */
function draw(
  left: readonly Left[],
  best: number | undefined,
  weight: number,
  random: Random,
): ExploredPlace | undefined {
  if (best === undefined) return undefined
  const masses = left.reduce((sum, { mass }) => sum + mass, 0)
  const expected = left.reduce((sum, { mass, uncertainty }) => sum + mass * uncertainty, 0)
  const share = masses > 0 ? (weight * shareMax * expected) / masses : 0
  if (share === 0) return { item: best, propensity: 1, isExplored: false }
  const isExplored = random.next() < share
  const item = isExplored ? pick(left, masses * random.next()) : best
  const drawn = left.find(candidate => candidate.item === item)
  const propensity = (share * (drawn?.mass ?? 0)) / masses + (item === best ? 1 - share : 0)
  return { item, propensity, isExplored }
}

function pick(left: readonly Left[], wanted: number): number {
  let reached = 0
  for (const { item, mass } of left) {
    reached += mass
    if (wanted < reached) return item
  }
  return left.at(-1)!.item
}
