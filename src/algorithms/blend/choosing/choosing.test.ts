/** How a blend is chosen: what is held out, whether order counts, which weights and temperature are found. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../../base/random.ts'
import { historiesOf, ringHistories } from '../../algorithms.contract.ts'
import { placeRead } from '../../histories.ts'
import type { Part } from '../params.ts'
import { findTemperature } from './calibrate.ts'
import { findWeights } from './find-weights.ts'
import { type Case, holdOut } from './hold-out.ts'
import { isOrderMeaningful } from './order-evidence.ts'
import { compare, gainInOrder, gainInSets } from './quality.ts'
import { ShortlistMaker } from './shortlist.ts'

test('the newest item of sampled users is held out, and nothing else is lost', () => {
  const histories = historiesOf([[1, 2, 3], [4], [5, 6], []], 9)
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 10, seed: 1 })
  assert.deepEqual(
    cases.map(({ history, target }) => [[...history], target]),
    [
      [[1, 2], 3],
      [[5], 6],
    ],
  )
  assert.deepEqual([...kept.items], [1, 2, 4, 5])
  assert.deepEqual([...kept.offsets], [0, 2, 3, 4, 4])
  assert.deepEqual([...kept.times], [0, 1, 3, 4])
})

test('of a long history the newest tenth is out, and the next and a later one are aimed at', () => {
  const long = Array.from({ length: 40 }, (_, at) => at)
  const one = historiesOf([long], 40)
  const { kept, cases } = holdOut(one, { isOrdered: true, caseCountMax: 10, seed: 1 })
  assert.deepEqual([...kept.items], long.slice(0, 36))
  assert.equal(cases.length, 2)
  assert.equal(cases[0]!.target, 36)
  assert.ok(cases[1]!.target > 36)
  assert.ok(cases.every(({ history }) => history.length === 36))
  const many = historiesOf(
    Array.from({ length: 400 }, () => long),
    40,
  )
  const targets = holdOut(many, { isOrdered: true, caseCountMax: 400, seed: 1 }).cases.map(({ target }) => target)
  assert.equal(targets.length, 400)
  const nextCount = targets.filter(target => target === 36).length
  assert.ok(nextCount > 260 && nextCount < 340, `${nextCount} of 400 are the next`)
})

test('a sample is no larger than asked and the same for the same seed; without order any item may be out', () => {
  const histories = ringHistories(200, 2)
  const some = { isOrdered: false, caseCountMax: 50, seed: 4 }
  const { cases, kept } = holdOut(histories, some)
  assert.equal(cases.length, 50)
  assert.equal(kept.items.length, histories.items.length - 50)
  assert.deepEqual(holdOut(histories, some).cases, cases)
  assert.ok(cases.every(({ history }) => history.length === 5))
  const newest = new Set(
    holdOut(histories, { ...some, isOrdered: true }).cases.map(({ target, history }) => `${history} ${target}`),
  )
  assert.ok(cases.some(({ history, target }) => !newest.has(`${history} ${target}`)))
})

test('without order a fifth of a history is out, five at most, and all of it is aimed at', () => {
  const histories = historiesOf(
    [10, 15, 100].map(length => Array.from({ length }, (_, at) => at)),
    100,
  )
  const { cases, kept } = holdOut(histories, { isOrdered: false, caseCountMax: 3, seed: 2 })
  for (const [user, count] of [2, 3, 5].entries()) {
    const left = kept.items.subarray(kept.offsets[user], kept.offsets[user + 1])
    const own = cases.filter(({ history }) => history.length === left.length)
    const length = left.length + count
    assert.equal(own.length, count)
    assert.deepEqual(
      own.map(({ history }) => [...history]),
      own.map(() => [...left]),
    )
    const whole = [...left, ...own.map(({ target }) => target)].sort((one, other) => one - other)
    assert.deepEqual(
      whole,
      Array.from({ length }, (_, at) => at),
    )
  }
})

test('a history of hundreds of thousands is no harder than a short one', () => {
  const length = 300_000
  const one = historiesOf([Array.from({ length }, (_, at) => at % 50)], 50)
  for (const isOrdered of [true, false]) {
    const { kept, cases } = holdOut(one, { isOrdered, caseCountMax: 10, seed: 1 })
    assert.equal(cases[0]!.history.length, kept.items.length)
  }
})

test('what is worth nothing is not aimed at', () => {
  const histories = {
    ...historiesOf(
      [
        [1, 2],
        [1, 3],
      ],
      4,
    ),
    weights: Float32Array.of(1, 0, 1, 0.5),
  }
  const { cases } = holdOut(histories, { isOrdered: true, caseCountMax: 9, seed: 1 })
  assert.deepEqual(
    cases.map(({ target, weight }) => [target, weight]),
    [[3, 0.5]],
  )
})

/** Users take random items of 40; sorted where asked. */
function randomLists(userCount: number, isSorted: boolean): readonly number[][] {
  const random = seededRandom(9)
  return Array.from({ length: userCount }, () => {
    const list = Array.from({ length: 12 }, () => random.below(40))
    return isSorted ? list.sort((one, other) => one - other) : list
  })
}

test('order means something in real walks, nothing in lists sorted by item or without times', () => {
  assert.ok(isOrderMeaningful(ringHistories(300, 3)))
  assert.ok(isOrderMeaningful(historiesOf(randomLists(300, false), 40)))
  assert.ok(!isOrderMeaningful(historiesOf(randomLists(300, true), 40)))
  const untimed = ringHistories(300, 3)
  assert.ok(!isOrderMeaningful({ ...untimed, times: new Float64Array(untimed.times.length) }))
  assert.ok(
    isOrderMeaningful(
      historiesOf(
        [
          [1, 2],
          [2, 3],
        ],
        4,
      ),
    ),
    'too little to say otherwise',
  )
})

/** Parts that score by a table of the last item. */
const tablePart = (name: string, table: (last: number, item: number) => number, itemCount: number): Part => {
  const items = Uint32Array.from({ length: itemCount ** 2 }, (_, at) => at % itemCount)
  const weights = Float32Array.from(items, (item, at) => table(Math.floor(at / itemCount), item))
  const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, row) => row * itemCount)
  return { name, shape: 'rows', rows: { offsets, items, weights }, form: { window: 1, decay: 1 } }
}

const itemCount = 30
const random = seededRandom(11)
const noise = Float64Array.from({ length: itemCount ** 2 }, () => random.next())
const isNext = (last: number, item: number): number => (item === (last + 1) % itemCount ? 1 : 0)
const cases: readonly Case[] = Array.from({ length: 400 }, (_, at) => ({
  history: Uint32Array.of((at * 7) % itemCount),
  target: (at * 7 + (at % 3 === 0 ? 2 : 1)) % itemCount,
  weight: 1,
}))
const weighed = (parts: readonly Part[], of = cases) => {
  const maker = new ShortlistMaker(parts, itemCount, of)
  return findWeights(
    of.map(one => maker.shortlistOf(one)),
    parts.length,
    gainInOrder,
  )
}

const useless = tablePart('noise', (last, item) => noise[last * itemCount + item]!, itemCount)
const next = tablePart('next', isNext, itemCount)
const afterNext = tablePart('after next', (last, item) => isNext(last + 1, item), itemCount)

test('lists hold items of the history only where users come back to some', () => {
  const history = Uint32Array.of(1, 2, 3)
  const asked = { history, target: 4, weight: 1 }
  const seenCountAmong = (of: readonly Case[]) => {
    const { isSeen } = new ShortlistMaker([useless], itemCount, of).shortlistOf(asked)
    return isSeen.filter(value => value === 1).length
  }
  assert.equal(seenCountAmong([asked]), 0)
  assert.equal(seenCountAmong([asked, { ...asked, target: 2 }]), 3)
})

test('a useless part gets no weight, wherever it stands', () => {
  assert.deepEqual(weighed([next, useless]).parts, [1, 0])
  assert.deepEqual(weighed([useless, next]).parts, [0, 1])
})

test('parts that know different things are blended, the better one with more weight', () => {
  const { parts, quality } = weighed([next, useless, afterNext])
  assert.equal(parts[0], 1)
  assert.equal(parts[1], 0)
  assert.ok(parts[2]! > 0 && parts[2]! < 1)
  assert.ok(quality > weighed([next]).quality)
})

test('of two parts that are the same only one is kept, and nothing to choose by gives the first', () => {
  assert.deepEqual(weighed([next, next]).parts, [1, 0])
  assert.deepEqual(weighed([useless, next], []).parts, [1, 0])
})

test('who never comes back to an item is not offered it again; who does, is', () => {
  assert.ok(weighed([next]).repeat < -10)
  const faithful = cases.map(one => ({ ...one, target: one.history[0]! }))
  assert.ok(weighed([useless, next], faithful).repeat > 0)
})

test('the temperature is the one the targets were drawn with', () => {
  const heat = 1.7
  const graded = tablePart('graded', (last, item) => noise[last * itemCount + item]!, itemCount)
  const drawn = Array.from({ length: 3000 }, (_, at): Case => {
    const last = at % itemCount
    const row = Array.from({ length: itemCount }, (_, item) => noise[last * itemCount + item]!)
    const mean = row.reduce((sum, score) => sum + score, 0) / itemCount
    const deviation = Math.sqrt(row.reduce((sum, score) => sum + (score - mean) ** 2, 0) / itemCount)
    const masses = row.map(score => Math.exp((heat * (score - mean)) / deviation))
    const drawn = random.next() * masses.reduce((sum, mass) => sum + mass, 0)
    const target = masses.findIndex((_, item) => masses.slice(0, item + 1).reduce((sum, mass) => sum + mass, 0) > drawn)
    return { history: Uint32Array.of(last), target: Math.max(0, target), weight: 1 }
  })
  const found = findTemperature(drawn, [{ part: graded, weight: 1 }], 0, itemCount)
  assert.ok(Math.abs(found / heat - 1) < 0.1, `${found}`)
  assert.equal(findTemperature([], [{ part: graded, weight: 1 }], 0, itemCount), 1)
})

test('gain and comparison', () => {
  for (const gain of [gainInOrder, gainInSets]) assert.equal(gain(1), 1)
  assert.equal(gainInOrder(11), 1 / 22)
  assert.deepEqual([5, 6, 50, 51].map(gainInSets), [0.8, 0.6, 0.2, 0])
  assert.deepEqual(compare(Float64Array.of(1, 1), Float64Array.of(0, 0)), { gain: 1, error: 0 })
  assert.deepEqual(compare(Float64Array.of(1, 0), Float64Array.of(0, 0)), { gain: 0.5, error: 0.5 })
  assert.deepEqual(compare(new Float64Array(0), new Float64Array(0)), { gain: 0, error: 0 })
})

test('what is left, and what is held out, leads to where it was read, held out once or twice', () => {
  const rows = Array.from({ length: 30 }, (_, user) => Array.from({ length: 12 }, (_, at) => user * 12 + at))
  const plain = historiesOf(rows, 360)
  // The items tell where they were read; the first ten users were left out since.
  const offsets = plain.offsets.slice(10).map(offset => offset - 120)
  const users = Uint32Array.from({ length: 20 }, (_, user) => user + 10)
  const origin = { users, starts: plain.offsets.slice(10, 30) }
  const read = {
    ...plain,
    userCount: 20,
    offsets,
    items: plain.items.slice(120),
    times: plain.times.slice(120),
    origin,
  }
  const options = { isOrdered: false, caseCountMax: 15, seed: 3 }
  const once = holdOut(read, options)
  const twice = holdOut(once.kept, { ...options, seed: 4 })
  for (const { kept, cases } of [once, twice]) {
    for (let user = 0; user < kept.userCount; user++)
      for (let at = kept.offsets[user]!; at < kept.offsets[user + 1]!; at++)
        assert.equal(placeRead(kept, user, at), kept.items[at])
    assert.ok(cases.length > 0)
    for (const { history, target, place } of cases) {
      assert.equal(place!.interaction, target)
      assert.deepEqual([...place!.past!], [...history])
    }
  }
  assert.ok(twice.kept.items.length < once.kept.items.length && once.kept.items.length < read.items.length)
})
