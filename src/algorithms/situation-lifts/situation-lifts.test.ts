import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import type { Histories } from '../histories.ts'
import { orderByWeight } from '../popularity/fit.ts'
import type { Situations } from '../situations.ts'
import { findLiftWeights, type LiftCase } from './find-weights.ts'
import { fitLifts } from './fit.ts'
import { ownLifts } from './own.ts'
import { liftDefaults, type SituationLifts } from './params.ts'
import { addLifts, eachLift } from './score.ts'

const names = { bytes: new Uint8Array(0), offsets: new Uint32Array(5) }
const column = { kind: 'category', borders: [] } as const

/** A context of two values and a column of users of two. */
const situationsOf = (codes: readonly number[], users: readonly number[]): Situations => ({
  columns: [
    { ...column, name: 'DEVICE', source: 'context', firstFeature: 0 },
    { ...column, name: 'TASTE', source: 'user', firstFeature: 2 },
  ],
  names,
  contexts: [Uint32Array.from(codes)],
  users: {
    offsets: Uint32Array.from({ length: users.length + 1 }, (_, user) => user),
    features: Uint32Array.from(users, taste => 2 + taste),
  },
})

/** What one feature adds to one item. */
function liftOf(lifts: SituationLifts, feature: number, isCold: boolean, item: number): number {
  let sum = 0
  eachLift(lifts, [feature], isCold, (lifted, amount) => {
    if (lifted === item) sum += amount
  })
  return sum
}

const weights = { warm: [1, 0.5], cold: [0, 1], own: [0, 0] }

/** Codes by item, so that lifts can be told. */
function fit(histories: Histories): SituationLifts {
  const situations = situationsOf(
    Array.from(histories.items, item => 1 + (item % 2)),
    Array.from({ length: histories.userCount }, (_, user) => user % 2),
  )
  return { columns: situations.columns, names, weights, rows: fitLifts(histories, situations, liftDefaults) }
}

algorithmContract<SituationLifts>({
  name: 'situation lifts',
  fit,
  recommend: (params, history, count) => {
    const scores = new Float32Array(12)
    addLifts(params, history.length > 0 ? [history[0]! % 2] : [], false, scores)
    const itemCount = Math.min(12, new Set(params.rows.items).size)
    return orderByWeight(scores)
      .filter(item => scores[item] !== 0)
      .subarray(0, Math.min(count, itemCount))
  },
  learnsSuccessors: false,
})

const close = (one: number, other: number): void => assert.ok(Math.abs(one - other) < 1e-6, `${one} is not ${other}`)

test('a lift is the logarithm of seen over expected, both shrunken, worked out by hand', () => {
  const situations = situationsOf([1, 1, 2, 2, 2, 2], [0, 1])
  const lifts: SituationLifts = {
    columns: situations.columns,
    names,
    weights,
    rows: fitLifts(
      historiesOf(
        [
          [0, 0, 0],
          [1, 1, 0],
        ],
        3,
      ),
      situations,
      { ...liftDefaults, shrinkage: 1, liftMin: 0.001 },
    ),
  }
  // Feature 0 stands at 2 of 6 interactions, both with item 0, which has 4 in all; item 1 has 2, none of them there.
  close(liftOf(lifts, 0, false, 0), Math.log((2 + 1) / (4 / 3 + 1)))
  close(liftOf(lifts, 0, false, 1), Math.log((0 + 1) / (2 / 3 + 1)))
  assert.equal(liftOf(lifts, 0, false, 2), 0, 'nobody would have expected it')
  assert.equal(liftOf(lifts, 0, true, 0), 0, 'the context counts after a history alone here')
  // Users count once: three pairs, of which the first user has one, with item 0.
  close(liftOf(lifts, 2, true, 0), Math.log((1 + 1) / (2 / 3 + 1)))
})

test('scores are added at the items a feature names, by the weight of its column', () => {
  const lifts = fit(
    historiesOf(
      [
        [0, 1, 0, 1],
        [1, 3, 1, 3],
      ],
      4,
    ),
  )
  const scores = Float32Array.of(1, 1, 1, 1)
  addLifts(lifts, [0, 3], false, scores)
  for (const [item, score] of scores.entries())
    close(score, 1 + liftOf(lifts, 0, false, item) + liftOf(lifts, 3, false, item))
  assert.ok(scores[0]! > 1)
})

test('of more items than are kept of a feature those stay that it lifts or pushes most', () => {
  const situations = situationsOf([1, 1, 1, 2, 2, 2], [0, 1])
  const histories = historiesOf(
    [
      [0, 1, 1],
      [2, 2, 0],
    ],
    3,
  )
  const options = { ...liftDefaults, shrinkage: 1, liftMin: 0.001 }
  const keptOf = (itemCountMax: number) => {
    const { offsets, items } = fitLifts(histories, situations, { ...options, itemCountMax })
    return [0, 1].map(feature => [...items.subarray(offsets[feature], offsets[feature + 1])])
  }
  // Item 1 stands with feature 0 alone, item 2 with feature 1, both twice; what is not there is pushed by more than that lifts.
  assert.deepEqual(keptOf(2), [
    [1, 2],
    [1, 2],
  ])
  assert.deepEqual(keptOf(1), [[2], [1]])
})

test('a column that is not used has no rows', () => {
  const situations = situationsOf([1, 2, 1, 2], [0, 1])
  const rows = fitLifts(
    historiesOf(
      [
        [0, 1],
        [0, 1],
      ],
      2,
    ),
    situations,
    { ...liftDefaults, shrinkage: 0.1 },
    at => at === 1,
  )
  assert.deepEqual(Array.from(rows.offsets.subarray(0, 3)), [0, 0, 0])
})

test('habits: what was met in the context of now more often than the history lets expect', () => {
  const items = [4, 4, 7, 4, 7]
  const lifts = new Map<number, number>()
  ownLifts(
    items,
    at => items[at] === 7,
    (item, lift) => lifts.set(item, lift),
  )
  close(lifts.get(7)!, Math.log((2 + 1) / ((2 * 2) / 5 + 1)))
  close(lifts.get(4)!, Math.log((0 + 1) / ((2 * 3) / 5 + 1)))
  ownLifts(
    items,
    () => false,
    () => assert.fail('nothing was met in it'),
  )
})

/** Three items; the lifts of the first column point at what comes, those of the second at any item. */
function casesOf(count: number, pointing: number): readonly LiftCase[] {
  const random = seededRandom(3)
  return Array.from({ length: count }, () => {
    const target = random.below(3)
    const lifts = new Float32Array(6)
    lifts[random.next() < pointing ? target : random.below(3)] = 1
    lifts[3 + random.below(3)] = 1
    return { base: Float32Array.of(0.1, 0, -0.1), lifts, target }
  })
}

test('weights go to columns that point at what comes, and are 0 where nothing does', () => {
  const groups = [[0], [1]]
  const [first, second] = findLiftWeights(casesOf(500, 0.5), 2, groups)
  // It is right in 2/3 of the cases and each other item in 1/6: the likelihood is highest at log 4.
  assert.ok(Math.abs(first! - Math.log(4)) < 0.3, `${first}`)
  assert.equal(second, 0)
  assert.deepEqual(findLiftWeights(casesOf(500, 0), 2, groups), [0, 0])
  assert.deepEqual(findLiftWeights([], 2, groups), [0, 0])
})
