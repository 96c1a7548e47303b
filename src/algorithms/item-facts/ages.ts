/**
 * How old each item was when the newest interaction happened, in days [doc: runtime page, 5.2]: from its creation time
 * where one is set, else from its oldest interaction; an item with neither counts as new. An item created after the newest
 * interaction is not younger than new.
 */

import type { Histories } from '../histories.ts'
import { newestTime } from '../trending/steps.ts'

const secondsPerDay = 86_400

export function ageDaysOf(histories: Histories, creationTimes?: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const newest = newestTime(histories)
  const created = new Float64Array(histories.itemCount).fill(newest)
  for (let at = 0; at < histories.items.length; at++) {
    const item = histories.items[at]!
    if (histories.times[at]! < created[item]!) created[item] = histories.times[at]!
  }
  return Float32Array.from(created, (oldest, item) => {
    const set = creationTimes?.[item] ?? Number.NaN
    return Math.max(0, (newest - (Number.isNaN(set) ? oldest : set)) / secondsPerDay) || 0
  })
}
