/**
 * Gives new items their scores for a history, once a model has scored the others: the mean of their neighbours', by share.
 * Items of the history do not speak for a new one where others can: what a model thinks of a repeat is not what it thinks
 * of something like it. An item without neighbours keeps the score it has.
 */

import type { NewItemsParams } from './params.ts'

export function scoreNewItems(
  { items, neighbours }: NewItemsParams,
  history: ArrayLike<number>,
  scores: Float32Array,
): void {
  const seen = new Set(Array.from(history))
  for (let row = 0; row < items.length; row++) {
    const [from, to] = [neighbours.offsets[row]!, neighbours.offsets[row + 1]!]
    let [sum, share] = [0, 0]
    for (let at = from; at < to; at++) {
      if (seen.has(neighbours.items[at]!)) continue
      sum += neighbours.weights[at]! * scores[neighbours.items[at]!]!
      share += neighbours.weights[at]!
    }
    if (share > 0) scores[items[row]!] = sum / share
    else if (to > from) scores[items[row]!] = scores[neighbours.items[from]!]!
  }
}
