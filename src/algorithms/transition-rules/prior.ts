/**
 * Popularity beneath the rules. `priorOf` counts interactions, newer ones more when a half-life is given; age is
 * measured in interactions of the whole data set, not in days, so that a burst, a pause or a wrong clock does not decide.
 * `startsOf` counts what stands at the beginning of histories. Both sum to 1.
 */

import type { Histories } from '../histories.ts'

/** Times are put into this many classes of equal width between quantiles; finer ages than 1/4096 do not matter. */
const sampleSize = 4096

export function priorOf(histories: Histories, halfLifeShare: number | undefined): Float32Array<ArrayBuffer> {
  const { items, times, weights, itemCount } = histories
  const counts = new Float64Array(itemCount)
  const recency = halfLifeShare === undefined ? () => 1 : recencyWeight(times, halfLifeShare)
  for (let position = 0; position < items.length; position++)
    counts[items[position]!]! += recency(times[position]!) * (weights === undefined ? 1 : weights[position]!)
  return normalised(counts)
}

/** Weight of a moment: halves with every `halfLifeShare` of all interactions that came after it. */
function recencyWeight(times: Float64Array, halfLifeShare: number): (time: number) => number {
  const stride = Math.max(1, Math.floor(times.length / sampleSize))
  const sample = Float64Array.from({ length: Math.ceil(times.length / stride) }, (_, at) => times[at * stride]!).sort()
  const table = Float64Array.from(sample, (_, at) => 0.5 ** ((sample.length - 1 - at) / sample.length / halfLifeShare))
  return time => table[lastAtMost(sample, time)]!
}

/** Index of the last value ≤ `wanted`; 0 when there is none. */
function lastAtMost(sorted: Float64Array, wanted: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (sorted[middle]! <= wanted) low = middle
    else high = middle - 1
  }
  return low
}

export function startsOf(histories: Histories, window: number, decay: number): Float32Array<ArrayBuffer> {
  const { items, offsets, weights, userCount, itemCount } = histories
  const counts = new Float64Array(itemCount)
  for (let user = 0; user < userCount; user++) {
    const end = Math.min(offsets[user + 1]!, offsets[user]! + window)
    for (let position = offsets[user]!; position < end; position++)
      counts[items[position]!]! +=
        decay ** (position - offsets[user]!) * (weights === undefined ? 1 : weights[position]!)
  }
  return normalised(counts)
}

function normalised(counts: Float64Array): Float32Array<ArrayBuffer> {
  let total = 0
  for (const count of counts) total += count
  return Float32Array.from(counts, count => (total > 0 ? count / total : 0))
}
