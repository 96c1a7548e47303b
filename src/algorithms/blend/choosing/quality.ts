/**
 * How good weights are on shortlists, by the rank of the one true item of each case.
 *
 * `gainInOrder`: half NDCG@10 and half the reciprocal rank; together they look at the top and feel what happens below it.
 * `gainInSets`, for histories without order: the mean of hits among the first 1, 5, 10, 20 and 50. There the held-out item
 * stands for many that are as true, and what finds more of them lower down is better than what is often first with a
 * few, as `docs/decisions/0215-a-blend-chosen-on-held-out-items.md` tells.
 */

import type { Shortlist } from './shortlist.ts'

export interface Weights {
  /** By part. */
  readonly parts: readonly number[]
  /** Added to items of the history, in units of the blend. */
  readonly repeat: number
}

const listLength = 10

/** 1 for the first place, falling with the rank. */
export type Gain = (rank: number) => number

export const gainInOrder: Gain = rank => (rank <= listLength ? 1 / Math.log2(rank + 1) : 0) / 2 + 1 / rank / 2

const depths = [1, 5, 10, 20, 50]
export const gainInSets: Gain = rank => depths.filter(depth => rank <= depth).length / depths.length

/** Gain of each case, times its weight. */
export function gainsOf(shortlists: readonly Shortlist[], weights: Weights, gain: Gain): Float64Array {
  const longest = shortlists.reduce((most, { itemCount }) => Math.max(most, itemCount), 0)
  const blend = new Float32Array(longest)
  const gains = new Float64Array(shortlists.length)
  for (const [at, list] of shortlists.entries()) gains[at] = list.weight * gain(rankOf(list, weights, blend))
  return gains
}

/** `blend` is room for the scores of the list. */
function rankOf({ itemCount, target, isSeen, scores }: Shortlist, { parts, repeat }: Weights, blend: Float32Array) {
  for (let place = 0; place < itemCount; place++) blend[place] = 0
  for (let part = 0; part < parts.length; part++) {
    const weight = parts[part]!
    if (weight === 0) continue
    const from = part * itemCount
    for (let place = 0; place < itemCount; place++) blend[place]! += weight * scores[from + place]!
  }
  for (let place = 0; place < itemCount; place++) if (isSeen[place] === 1) blend[place]! += repeat
  const own = blend[target]!
  let rank = 1
  for (let place = 0; place < itemCount; place++)
    if (blend[place]! > own || (blend[place] === own && place < target)) rank++
  return rank
}

export interface Comparison {
  /** Mean of the differences. */
  readonly gain: number
  /** Standard error of that mean. */
  readonly error: number
}

export function compare(better: Float64Array, base: Float64Array): Comparison {
  const count = better.length
  let sum = 0
  let squares = 0
  for (let at = 0; at < count; at++) {
    const difference = better[at]! - base[at]!
    sum += difference
    squares += difference ** 2
  }
  if (count < 2) return { gain: 0, error: 0 }
  const gain = sum / count
  return { gain, error: Math.sqrt(Math.max(0, squares / count - gain ** 2) / (count - 1)) }
}

export const meanOf = (values: Float64Array): number =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0
