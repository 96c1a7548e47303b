/** The best items by score, highest first; of equal scores the smaller index first. Cost: one pass, O(1) for most items. */

export function topItems(scores: Float32Array, count: number): Uint32Array {
  const best = new Uint32Array(Math.min(count, scores.length))
  let kept = 0
  let least = Number.NEGATIVE_INFINITY
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!
    if (kept === best.length && score <= least) continue
    let place = kept < best.length ? kept++ : kept - 1
    while (place > 0 && scores[best[place - 1]!]! < score) {
      best[place] = best[place - 1]!
      place--
    }
    best[place] = item
    least = scores[best[kept - 1]!]!
  }
  return best
}
