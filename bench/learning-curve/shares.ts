/**
 * Growing shares of the users to learn from, and the same questions after each: some users are kept aside, their newest item
 * is what is to be found, and what came before is imported after the training, so that nothing is learned from them.
 */

import { historiesOf, type Interactions } from '../quality/interactions.ts'
import type { Query, Split } from '../quality/splits.ts'

export const shares = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1] as const

/** Users of a smaller share are users of every larger one. */
export function splitFor(all: Interactions, whole: Split, share: number): Split {
  const kept = new Set(whole.queries.map(({ userId }) => userId))
  const others = [...historiesOf(all).keys()].filter(user => !kept.has(user))
  const learned = new Set(others.filter((_, at) => spread(at) < share))
  return { ...whole, train: all.lines.filter((_, row) => learned.has(all.users[row] ?? '')) }
}

/** Of 0, 1, 2, … in [0, 1), evenly whatever the length: the van der Corput sequence. */
function spread(at: number): number {
  let value = 0
  for (let half = 0.5, rest = at; rest > 0; half /= 2, rest >>= 1) value += half * (rest & 1)
  return value
}

/** The item before the one to be found is what is asked by; seen items count, since nothing is known of the user. */
export function byItem(all: Interactions, queries: readonly Query[]): readonly Query[] {
  const histories = historiesOf(all)
  return queries.map(({ userId = '', truth }) => ({
    itemId: all.items[histories.get(userId)?.at(-2) ?? -1] ?? '',
    truth,
  }))
}

/** Items of the history do not count as found. */
export function bySeenUser(all: Interactions, queries: readonly Query[]): readonly Query[] {
  const histories = historiesOf(all)
  return queries.map(query => ({
    ...query,
    seen: new Set((histories.get(query.userId ?? '') ?? []).slice(0, -1).map(row => all.items[row] ?? '')),
  }))
}
