/**
 * The standardised scores of every part for the items that could come first: of each case the best of every part, among
 * items of the history and among others, and the target. A rank among these is the rank in the catalogue for as long as
 * it is small, which is all that a list of ten asks; and weights can be tried a hundred times a second.
 */

import { topItems } from '../../kernels/top-items.ts'
import type { Case } from './hold-out.ts'
import type { Part } from './params.ts'
import { scorePart } from './score-part.ts'
import { scaleOf } from './standardise.ts'

/** Taken from each part. */
const unseenCount = 100
const seenCount = 30

export interface Shortlist {
  readonly itemCount: number
  /** Where the target stands. */
  readonly target: number
  /** 1 where the item is in the history. */
  readonly isSeen: Uint8Array
  /** Part after part: `scores[part * itemCount + place]`. */
  readonly scores: Float32Array
  readonly weight: number
}

export function shortlistOf({ history, target, weight }: Case, parts: readonly Part[], itemCount: number): Shortlist {
  const whole = parts.map(part => standardised(part, history, itemCount))
  const seen = new Set(history)
  const seenItems = Uint32Array.from(seen)
  const unseenItems = Uint32Array.from({ length: itemCount }, (_, item) => item).filter(item => !seen.has(item))
  const chosen = new Set<number>()
  for (const scores of whole) {
    for (const item of topItems(scores, unseenItems, unseenCount)) chosen.add(item)
    for (const item of topItems(scores, seenItems, seenCount)) chosen.add(item)
  }
  chosen.add(target)
  // In order of index, so that ties go as they go in an answer.
  const items = Uint32Array.from(chosen).sort()
  const scores = new Float32Array(parts.length * items.length)
  for (const [at, all] of whole.entries())
    for (const [place, item] of items.entries()) scores[at * items.length + place] = all[item]!
  const isSeen = Uint8Array.from(items, item => (seen.has(item) ? 1 : 0))
  return { itemCount: items.length, target: items.indexOf(target), isSeen, scores, weight }
}

function standardised(part: Part, history: Uint32Array, itemCount: number): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(itemCount)
  scorePart(part, history, scores)
  const { mean, deviation } = scaleOf(scores)
  for (let item = 0; item < itemCount; item++) scores[item] = deviation > 0 ? (scores[item]! - mean) / deviation : 0
  return scores
}
