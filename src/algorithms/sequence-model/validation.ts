/**
 * How well the model ranks held-out items: NDCG@10 over the whole catalogue, one true item per history. Decides when
 * training stops and which of its states is kept. A tie counts against the true item.
 */

import type { ContextCodes } from './context.ts'

export interface ValidationSlice {
  /** Row per case, oldest first: `items[offsets[case]]` to `items[offsets[case + 1]]`. */
  readonly offsets: Uint32Array
  readonly items: Uint32Array
  readonly contexts?: ContextCodes
  /** The true next item of each case. */
  readonly targets: Uint32Array
  /** Whether items of a history are no candidates, as where nobody takes an item twice. */
  readonly leavesOutSeen: boolean
}

const listLength = 10

export function ndcgOfCase(scores: Float32Array, seen: Uint32Array, target: number, leavesOutSeen: boolean): number {
  const own = scores[target]!
  if (leavesOutSeen) for (const item of seen) if (item !== target) scores[item] = Number.NEGATIVE_INFINITY
  let better = -1
  for (let item = 0; item < scores.length; item++) if (scores[item]! >= own) better++
  return better < listLength ? 1 / Math.log2(better + 2) : 0
}
