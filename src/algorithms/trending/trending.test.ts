/** Trends planted in generated traffic; `test/journeys/data-sets/trending.test.ts` has recorded one. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { algorithmContract } from '../algorithms.contract.ts'
import type { Histories } from '../histories.ts'
import { fitTrending } from './fit.ts'
import { growthAfter } from './growth.ts'
import { newestTime } from './steps.ts'

const hour = 3600

algorithmContract({
  name: 'trending',
  fit: histories => fitTrending(histories, { stepSeconds: 1 }),
  recommend: (params, _history, count) => params.order.subarray(0, count),
  learnsSuccessors: false,
})

interface Visit {
  readonly user: number
  readonly item: number
  readonly time: number
}

function historiesFrom(visits: readonly Visit[], itemCount: number): Histories {
  const users = [...new Set(visits.map(({ user }) => user))].sort((a, b) => a - b)
  const rows = users.map(user => visits.filter(visit => visit.user === user).sort((a, b) => a.time - b.time))
  const offsets = new Uint32Array(rows.length + 1)
  for (const [at, row] of rows.entries()) offsets[at + 1] = offsets[at]! + row.length
  const flat = rows.flat()
  return {
    userCount: rows.length,
    itemCount,
    offsets,
    items: Uint32Array.from(flat, ({ item }) => item),
    times: Float64Array.from(flat, ({ time }) => time),
  }
}

const itemCount = 50
const rising = [41, 42, 43]

/** 48 hours of visits, item 0 the most popular; the rising items get most of theirs from hour `start` on. */
function traffic(start: number, seed: number): Histories {
  const random = seededRandom(seed)
  const visits: Visit[] = []
  for (let at = 0; at < 48; at++)
    for (let visit = 0; visit < 60; visit++) {
      const isRising = at >= start && visit < 24
      const item = isRising ? rising[random.below(rising.length)]! : Math.floor(40 * random.next() ** 2)
      visits.push({ user: random.below(500), item, time: (at + random.next()) * hour })
    }
  return historiesFrom(visits, itemCount)
}

test('trending: planted trends come first, and what was always popular does not', () => {
  for (const seed of [1, 2, 3]) {
    const { order, rises } = fitTrending(traffic(46, seed), { stepSeconds: 2 * hour })
    assert.deepEqual(new Set(order.subarray(0, 3)), new Set(rising))
    assert.ok(rising.every(item => rises[item]! > 3 * rises[0]!))
  }
})

test('trending: the step decides what counts as now', () => {
  const early = traffic(24, 4)
  const inStepsOf = (hours: number) => fitTrending(early, { stepSeconds: hours * hour }).rises
  const [longSteps, shortSteps] = [inStepsOf(24), inStepsOf(1)]
  for (const item of rising) assert.ok(longSteps[item]! > 2 * shortSteps[item]!)
})

test('trending: one user cannot make a trend, nor can two', () => {
  const calm = traffic(48, 5)
  const storm = Array.from({ length: 80 }, (_, at) => ({ user: 1000 + (at % 2), item: 49, time: 47.9 * hour + at }))
  const visits = Array.from(calm.items, (item, at) => ({ user: userAt(calm, at), item, time: calm.times[at]! }))
  assert.equal(fitTrending(historiesFrom([...visits, ...storm], itemCount), { stepSeconds: hour }).rises[49], 0)
})

const userAt = ({ offsets }: Histories, at: number): number => offsets.findIndex(start => start > at) - 1

test('trending: without enough in the latest step the answer is what is popular', () => {
  const visits = [0, 1, 2, 3].map(user => ({ user, item: user === 3 ? 7 : 5, time: user }))
  const late = { user: 9, item: 8, time: 1e9 }
  const { order, rises } = fitTrending(historiesFrom([...visits, late], 10), { stepSeconds: hour })
  assert.ok(rises.every(rise => rise === 0))
  assert.deepEqual([...order.subarray(0, 3)], [8, 5, 7])
})

test('trending: what comes after the end does not count, and is what growth is measured by', () => {
  const data = traffic(46, 6)
  const end = newestTime(data) - 2 * hour
  const before = fitTrending(data, { stepSeconds: 2 * hour, end })
  assert.ok(rising.every(item => before.rises[item] === 0))
  const growth = growthAfter(data, end, 2 * hour)
  const best = Array.from(growth.keys()).sort((one, other) => growth[other]! - growth[one]!)
  assert.deepEqual(new Set(best.slice(0, 3)), new Set(rising))
})
