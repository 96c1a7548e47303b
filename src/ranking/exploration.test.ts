/** What an answer that explores must keep: its word on probabilities, its bound, and the order when nothing is explored. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { type ExplorationCandidate, type ExploredPlace, explore, shareMax } from './exploration.ts'

const order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const candidates: readonly ExplorationCandidate[] = [
  { item: 4, relevance: 1, seenCount: 10 },
  { item: 7, relevance: 0, seenCount: 0 },
  { item: 8, relevance: -1, seenCount: 3 },
  { item: 0, relevance: 2, seenCount: 40 },
]

const answers = (count: number, more: Partial<Parameters<typeof explore>[0]> = {}): (readonly ExploredPlace[])[] => {
  const random = seededRandom(11)
  return Array.from({ length: count }, () => explore({ order, candidates, weight: 0.6, count: 5, random, ...more }))
}

test('weight 0 is the order, whatever the candidates, and draws nothing', () => {
  const random = seededRandom(1)
  const places = explore({ order, candidates, weight: 0, count: 10, random })
  assert.deepEqual(
    places,
    order.map(item => ({ item, propensity: 1, isExplored: false })),
  )
  assert.equal(random.next(), seededRandom(1).next())
  const nobody = explore({ order, candidates: [], weight: 1, count: 3, random })
  assert.deepEqual(
    nobody.map(({ item }) => item),
    [0, 1, 2],
  )
})

test('no item stands twice, the others keep their order, and there are as many as asked for', () => {
  for (const places of answers(2000, { count: 8, weight: 1 })) {
    const items = places.map(({ item }) => item)
    assert.equal(new Set(items).size, 8)
    const own = places.filter(({ isExplored }) => !isExplored).map(({ item }) => item)
    assert.deepEqual(
      own,
      own.toSorted((one, other) => one - other),
    )
  }
})

test('an order that ends early ends the answer', () => {
  assert.equal(explore({ order: [1], candidates: [], weight: 1, count: 5, random: seededRandom(1) }).length, 1)
})

/** Critical values of χ² at p = .001, by degrees of freedom; it is exceeded by chance once in a thousand. */
const chiSquaredMax = [0, 10.8, 13.8, 16.3, 18.5]

test('100,000 answers: how often an item comes first is what its propensity says', () => {
  const counts = new Map<number, { seen: number; propensity: number }>()
  const total = 100_000
  for (const [first] of answers(total, { count: 1 })) {
    const entry = counts.get(first!.item) ?? { seen: 0, propensity: first!.propensity }
    assert.equal(entry.propensity, first!.propensity)
    counts.set(first!.item, { ...entry, seen: entry.seen + 1 })
  }
  const entries = [...counts.values()]
  assert.equal(entries.length, 4)
  assert.ok(Math.abs(entries.reduce((sum, { propensity }) => sum + propensity, 0) - 1) < 1e-9)
  const chiSquared = entries.reduce(
    (sum, { seen, propensity }) => sum + (seen - total * propensity) ** 2 / (total * propensity),
    0,
  )
  assert.ok(chiSquared < chiSquaredMax[entries.length - 1]!, String(chiSquared))
})

/** How likely each item is to be taken when it stands first. */
const appeal = [0.1, 0.2, 0.05, 0.3, 0.4, 0.1, 0.2, 0.6, 0.02, 0.1]

test('100,000 logged answers: a known policy is worth what inverse propensities say, within three standard errors', () => {
  const takes = seededRandom(5)
  const logged = answers(100_000, { count: 1 }).map(([first]) => ({
    ...first!,
    taken: takes.next() < appeal[first!.item]! ? 1 : 0,
  }))
  // The policy to be told: item 7 half of the time, items 4 and 8 a quarter each.
  const policy = new Map([
    [7, 0.5],
    [4, 0.25],
    [8, 0.25],
  ])
  const worth = Array.from(policy).reduce((sum, [item, share]) => sum + share * appeal[item]!, 0)
  const terms = logged.map(({ item, propensity, taken }) => ((policy.get(item) ?? 0) / propensity) * taken)
  const mean = terms.reduce((sum, term) => sum + term, 0) / terms.length
  const variance = terms.reduce((sum, term) => sum + (term - mean) ** 2, 0) / terms.length
  const error = Math.sqrt(variance / terms.length)
  assert.ok(Math.abs(mean - worth) < 3 * error, `${mean} is not ${worth} ± ${error}`)
})

test('an item is explored less the more of it was seen', () => {
  const share = (seenCount: number): number => {
    const changed = candidates.map(candidate => (candidate.item === 7 ? { ...candidate, seenCount } : candidate))
    const explored = answers(20_000, { candidates: changed, count: 1 }).filter(([first]) => first!.item === 7)
    return explored.length / 20_000
  }
  const shares = [0, 5, 50, 500].map(share)
  for (const [at, value] of shares.slice(1).entries()) assert.ok(value < 0.8 * shares[at]!, String(shares))
})

test('the share of explored places rises with the weight and stays under its bound', () => {
  const many = Array.from({ length: 50 }, (_, at) => ({ item: 100 + at, relevance: 0, seenCount: 0 }))
  const shareAt = (weight: number): number => {
    const places = answers(5000, { candidates: many, weight }).flat()
    return places.filter(({ isExplored }) => isExplored).length / places.length
  }
  const shares = [0.1, 0.3, 1].map(shareAt)
  assert.ok(shares[0]! < shares[1]! && shares[1]! < shares[2]!)
  assert.ok(Math.abs(shares[2]! - shareMax) < 0.02 && shares[1]! < 0.3 * shareMax + 0.01, String(shares))
})

test('at weight 1 relevance does not count, below it does', () => {
  const two = [3, -3].map((relevance, at) => ({ item: 100 + at, relevance, seenCount: 0 }))
  const ratioAt = (weight: number): number => {
    const items = answers(40_000, { candidates: two, weight, count: 1 }).map(([first]) => first!.item)
    return items.filter(item => item === 100).length / Math.max(1, items.filter(item => item === 101).length)
  }
  assert.ok(Math.abs(ratioAt(1) - 1) < 0.1)
  assert.ok(ratioAt(0.5) > 5)
})
