/**
 * Whether the order of histories can mean anything. It does not when nearly all neighbours in a history have the same
 * time, so that their order is that of a file, nor when it follows one global order of the items, as lists sorted by id
 * do: then no two items ever stand next to each other in both orders, which in real use they do.
 */

import type { Histories } from '../../histories.ts'

/** Times of real use have ties too (films rated together, baskets); data without times have nothing else. */
const tiedShareMax = 0.98

/** Neighbour pairs looked at; more would not change the answer. */
const pairCountMax = 2e6
/** Pairs that were seen twice or more; with fewer nothing is concluded. */
const repeatedCountMin = 200
/** Share of those that stand in both orders; in real histories it is several percent and more. */
const reversedShareMin = 0.002

export function isOrderMeaningful(histories: Histories): boolean {
  return tiedShare(histories) <= tiedShareMax && !isSortedByItem(histories)
}

function tiedShare({ offsets, times, userCount }: Histories): number {
  let pairs = 0
  let tied = 0
  for (let user = 0; user < userCount; user++) {
    for (let at = offsets[user]! + 1; at < offsets[user + 1]!; at++) {
      pairs++
      if (times[at] === times[at - 1]) tied++
    }
  }
  return pairs > 0 ? tied / pairs : 0
}

const forward = 1
const backward = 2
const again = 4

function isSortedByItem({ offsets, items, userCount, itemCount }: Histories): boolean {
  const seen = new Map<number, number>()
  let looked = 0
  for (let user = 0; user < userCount && looked < pairCountMax; user++) {
    for (let at = offsets[user]! + 1; at < offsets[user + 1]!; at++) {
      const [one, other] = [items[at - 1]!, items[at]!]
      if (one === other) continue
      const key = Math.min(one, other) * itemCount + Math.max(one, other)
      const before = seen.get(key)
      seen.set(key, (before ?? 0) | (one < other ? forward : backward) | (before === undefined ? 0 : again))
      looked++
    }
  }
  let repeated = 0
  let reversed = 0
  for (const marks of seen.values()) {
    if ((marks & again) === 0) continue
    repeated++
    if ((marks & forward) !== 0 && (marks & backward) !== 0) reversed++
  }
  return repeated >= repeatedCountMin && reversed < reversedShareMin * repeated
}
