/** What a returned list is worth against the truth. All rank by the list as returned; items beyond its end do not count. */

import { recordedNdcgAt } from './recorded-ndcg.ts'

export type Metric = (list: readonly string[], truth: ReadonlySet<string>) => number

const hitsIn = (list: readonly string[], truth: ReadonlySet<string>, k: number): number =>
  list.slice(0, k).filter(item => truth.has(item)).length

const discount = (rank: number): number => 1 / Math.log2(rank + 1)

export const precisionAt =
  (k: number): Metric =>
  (list, truth) =>
    hitsIn(list, truth, k) / k

export const recallAt =
  (k: number): Metric =>
  (list, truth) =>
    hitsIn(list, truth, k) / truth.size

export const hitRateAt =
  (k: number): Metric =>
  (list, truth) =>
    hitsIn(list, truth, k) > 0 ? 1 : 0

export const reciprocalRankAt =
  (k: number): Metric =>
  (list, truth) => {
    const at = list.slice(0, k).findIndex(item => truth.has(item))
    return at < 0 ? 0 : 1 / (at + 1)
  }

/** The ideal list has min(k, size of the truth) hits. */
export const ndcgAt =
  (k: number): Metric =>
  (list, truth) => {
    const gain = list.slice(0, k).reduce((sum, item, at) => sum + (truth.has(item) ? discount(at + 1) : 0), 0)
    let ideal = 0
    for (let rank = 1; rank <= Math.min(k, truth.size); rank++) ideal += discount(rank)
    return gain / ideal
  }

export const recordedNdcg =
  (k: number): Metric =>
  (list, truth) =>
    recordedNdcgAt(
      k,
      list.slice(0, k).map(item => truth.has(item)),
    )

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the mean of these values. */
export function standardErrorOf(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}

/**
 * One-sided exact test of paired differences: the share of all ways to flip their signs whose mean is at least the mean
 * seen. With 10 pairs the smallest possible value is 1/1024.
 */
export function pairedTest(differences: readonly number[]): number {
  const ways = 2 ** differences.length
  const seen = meanOf(differences)
  let atLeast = 0
  for (let way = 0; way < ways; way++) {
    const flipped = differences.map((value, at) => ((way >> at) & 1 ? -value : value))
    if (meanOf(flipped) >= seen - 1e-15) atLeast++
  }
  return atLeast / ways
}
