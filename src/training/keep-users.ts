/** Histories of some of the users; the indices of users change, those of items stay. */

import type { Histories } from '../algorithms/histories.ts'

export function keepUsers(histories: Histories, keeps: (user: number) => boolean): Histories {
  const users = Uint32Array.from({ length: histories.userCount }, (_, user) => user).filter(keeps)
  const offsets = new Uint32Array(users.length + 1)
  for (const [at, user] of users.entries())
    offsets[at + 1] = offsets[at]! + histories.offsets[user + 1]! - histories.offsets[user]!
  const length = offsets[users.length]!
  const kept = {
    userCount: users.length,
    itemCount: histories.itemCount,
    offsets,
    items: new Uint32Array(length),
    times: new Float64Array(length),
  }
  const weights = histories.weights && new Float32Array(length)
  for (const [at, user] of users.entries()) {
    const from = histories.offsets[user]!
    const to = histories.offsets[user + 1]!
    kept.items.set(histories.items.subarray(from, to), offsets[at]!)
    kept.times.set(histories.times.subarray(from, to), offsets[at]!)
    if (weights) weights.set(histories.weights!.subarray(from, to), offsets[at]!)
  }
  const origin = originOf(histories, users)
  return { ...kept, ...(weights && { weights }), ...(origin && { origin }) }
}

function originOf({ origin }: Histories, users: Uint32Array): Histories['origin'] {
  if (origin === undefined) return undefined
  const taken = [...users.entries()].flatMap(([at, user]) => {
    const places = origin.taken?.get(user)
    return places === undefined ? [] : [[at, places] as const]
  })
  return {
    users: Uint32Array.from(users, user => origin.users[user]!),
    starts: Uint32Array.from(users, user => origin.starts[user]!),
    ...(taken.length > 0 && { taken: new Map(taken) }),
  }
}
