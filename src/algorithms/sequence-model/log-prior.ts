/** The log of each item's share of the interactions, one interaction added to each: the answer for a user without any. */

import type { Histories } from '../histories.ts'

export function logPriorOf({ items, itemCount, weights }: Histories): Float32Array<ArrayBuffer> {
  const counts = new Float64Array(itemCount).fill(1)
  for (let at = 0; at < items.length; at++) counts[items[at]!]! += weights === undefined ? 1 : weights[at]!
  let total = 0
  for (const count of counts) total += count
  return Float32Array.from(counts, count => Math.log(count / total))
}
