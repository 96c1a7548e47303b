/** The newest items of every user, at most `lengthMax` each, oldest first. */

import type { Histories } from '../../../algorithms/histories.ts'

export interface ItemHistories {
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
}

export function newestInteractions({ offsets, items, userCount }: Histories, lengthMax: number): ItemHistories {
  const kept = new Uint32Array(userCount + 1)
  for (let user = 0; user < userCount; user++)
    kept[user + 1] = kept[user]! + Math.min(lengthMax, offsets[user + 1]! - offsets[user]!)
  if (kept[userCount] === items.length) return { offsets, items }
  const newest = new Uint32Array(kept[userCount]!)
  for (let user = 0; user < userCount; user++) {
    const end = offsets[user + 1]!
    newest.set(items.subarray(end - (kept[user + 1]! - kept[user]!), end), kept[user]!)
  }
  return { offsets: kept, items: newest }
}
