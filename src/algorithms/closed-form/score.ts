/** Scores of the whole catalogue for one history, oldest interaction first; see `params.ts`. Cost: window × rows. */

import type { ClosedFormParams } from './params.ts'

export function scoreCatalogue(
  { items, matrix, historyWindow, historyDecay }: ClosedFormParams,
  history: ArrayLike<number>,
  scores: Float32Array<ArrayBuffer>,
): void {
  const size = items.length
  const sums = new Float32Array(size)
  const depth = Math.min(historyWindow, history.length)
  let weight = 1
  for (let back = 0; back < depth; back++, weight *= historyDecay) {
    const row = rowOf(items, history[history.length - 1 - back]!)
    if (row < 0) continue
    const from = row * size
    for (let column = 0; column < size; column++) sums[column]! += weight * matrix[from + column]!
  }
  scores.fill(0)
  for (let column = 0; column < size; column++) scores[items[column]!] = sums[column]!
}

/** Of an item among ascending ones; -1 where it has none. */
function rowOf(items: Uint32Array, item: number): number {
  let low = 0
  let high = items.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (items[middle] === item) return middle
    if (items[middle]! < item) low = middle + 1
    else high = middle - 1
  }
  return -1
}
