/**
 * The `count` best of some candidates: `scores` is f32, one per item; `candidates` holds distinct item indices in any
 * order. Highest score first, of equal scores the smaller index. A heap of the best so far has the worst of them at its
 * root, so a candidate that does not get in costs one comparison; cost: candidates + log count for each that gets in.
 */

export function topItems(scores: Float32Array, candidates: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const heap = new Uint32Array(Math.min(count, candidates.length))
  if (heap.length === 0) return heap
  heap.set(candidates.subarray(0, heap.length))
  for (let at = (heap.length >>> 1) - 1; at >= 0; at--) sink(scores, heap, at, heap.length)
  let worst = heap[0]!
  let floor = scores[worst]!
  for (let next = heap.length; next < candidates.length; next++) {
    const candidate = candidates[next]!
    const score = scores[candidate]!
    if (score < floor || (score === floor && candidate > worst)) continue
    heap[0] = candidate
    sink(scores, heap, 0, heap.length)
    worst = heap[0]!
    floor = scores[worst]!
  }
  sortHeap(scores, heap)
  return heap
}

const isBetter = (scores: Float32Array, item: number, other: number): boolean =>
  scores[item]! > scores[other]! || (scores[item] === scores[other] && item < other)

/** Moves the item at `at` down until no child is worse than it. */
function sink(scores: Float32Array, heap: Uint32Array, at: number, length: number): void {
  const item = heap[at]!
  let place = at
  for (;;) {
    let child = 2 * place + 1
    if (child >= length) break
    if (child + 1 < length && isBetter(scores, heap[child]!, heap[child + 1]!)) child++
    if (!isBetter(scores, item, heap[child]!)) break
    heap[place] = heap[child]!
    place = child
  }
  heap[place] = item
}

/** The root, which is the worst, goes to the end, again and again: what remains is in order, best first. */
function sortHeap(scores: Float32Array, heap: Uint32Array): void {
  for (let last = heap.length - 1; last > 0; last--) {
    const worst = heap[0]!
    heap[0] = heap[last]!
    heap[last] = worst
    sink(scores, heap, 0, last)
  }
}
