/**
 * Late items that are passed over by what they may reach, or by the highest that are remembered, leave answers as they are:
 * the best are the same, and shares are those of all of them within what is neglected.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { Candidates } from './candidates.ts'
import type { LateItem } from './late-item.ts'
import { withLateItems } from './late-items.ts'
import { softmax } from './probabilities.ts'
import { type Foremost, type Scored, scoredFrom } from './scored.ts'

const itemCount = 40
const lateCount = 30
const neglectedMax = lateCount * 1e-5

const setting = fc.record({
  seed: fc.nat({ max: 1e6 }),
  /** How far scores lie apart. */
  width: fc.constantFrom(0.5, 5, 40),
  /** How far above a score its reach may be. */
  slack: fc.constantFrom(0, 1, 20),
  count: fc.constantFrom(1, 5, 60),
  historyLength: fc.constantFrom(0, 3),
})

function lateItemOf(random: { next(): number; below(count: number): number }, at: number): LateItem {
  const neighbours = Uint32Array.from({ length: 1 + random.below(4) }, () => random.below(itemCount))
  const shares = Float32Array.from(neighbours, () => 1 / neighbours.length)
  return { itemId: `late-${at}`, neighbours, shares, ageDays: 0, shownCount: 0 }
}

test('whoever asks what scores may reach gives the same answers', () => {
  let passedOver = 0
  fc.assert(
    fc.property(setting, ({ seed, width, slack, count, historyLength }) => {
      const random = seededRandom(seed)
      const scores = Float32Array.from({ length: itemCount }, () =>
        random.next() < 0.1 ? Number.NEGATIVE_INFINITY : width * (random.next() + random.next() - 1),
      )
      const late = Array.from({ length: lateCount }, (_, at) => lateItemOf(random, at))
      const history = Array.from({ length: historyLength }, () => random.below(itemCount))
      const plain = scoredFrom(scores, new Candidates(itemCount), softmax)
      let spreadCount = 0
      const spread = () => {
        spreadCount++
        return plain.spread()
      }
      const bounded: Scored = { ...plain, spread, reach: () => item => scores[item]! + slack * random.next() }
      const [one, other] = [plain, bounded].map(scored => withLateItems(scored, { late, history, itemCount }))
      const best = one!.best({}, count)
      assert.deepEqual([...other!.best({}, count)], [...best])
      for (const item of best) {
        const [share, found] = [one!.shareOf!(item), other!.shareOf!(item)]
        assert.ok(Math.abs(found - share) <= neglectedMax * share + 1e-12, `${found}, not ${share}`)
      }
      passedOver += spreadCount === 0 ? 1 : 0
    }),
    { numRuns: 500 },
  )
  assert.ok(passedOver > 0, 'sometimes no late item is worth a score')
})

function foremostOf(scored: Scored, keptCount: number): Foremost {
  const items = scored.best({}, keptCount).slice()
  const kept = new Map<object, number>()
  const beside = { get: (key: object) => kept.get(key), set: (key: object, share: number) => void kept.set(key, share) }
  return { items, shares: Float64Array.from(items, scored.shareOf!), beside }
}

test('whoever remembers the highest gives the same answers, again and again', () => {
  let passedOver = 0
  fc.assert(
    fc.property(
      setting,
      fc.constantFrom(1, 6, 20),
      fc.constantFrom(1, 3),
      ({ seed, width, count, historyLength }, keptCount, oneOf) => {
        const random = seededRandom(seed)
        const scores = Float32Array.from({ length: itemCount }, () => width * (random.next() + random.next() - 1))
        const late = Array.from({ length: lateCount }, (_, at) => lateItemOf(random, at))
        const history = Array.from({ length: historyLength }, () => random.below(itemCount))
        const plain = scoredFrom(scores, new Candidates(itemCount), softmax)
        const foremost = foremostOf(plain, keptCount)
        let spreadCount = 0
        const spread = () => {
          spreadCount++
          return plain.spread()
        }
        const restriction = { allowed: { has: (item: number) => item % oneOf === 0 } }
        const one = withLateItems(plain, { late, history, itemCount })
        const best = one.best(restriction, count)
        for (const time of [0, 1]) {
          const other = withLateItems({ ...plain, spread, foremost: () => foremost }, { late, history, itemCount })
          spreadCount = 0
          assert.deepEqual([...other.best(restriction, count)], [...best])
          for (const item of best) {
            const [share, found] = [one.shareOf!(item), other.shareOf!(item)]
            assert.ok(Math.abs(found - share) <= lateCount * 1e-4 * share + 1e-9, `${found}, not ${share}`)
          }
          if (best.length === count && count <= keptCount && oneOf === 1)
            assert.equal(time > 0 && spreadCount > 0, false, 'what was scored is kept')
        }
        passedOver += spreadCount === 0 ? 1 : 0
      },
    ),
    { numRuns: 500 },
  )
  assert.ok(passedOver > 0, 'sometimes no late item is worth a score')
})
