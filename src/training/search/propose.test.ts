/** What a search tries: within the ranges, never twice, the same again, round by round, and nearer and nearer to the best. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeRound, type Trial } from './propose.ts'
import type { SearchSpace } from './search-spec.ts'

const space: SearchSpace = {
  recipeArn: 'arn',
  fixed: {},
  dimensions: [
    { name: 'bptt', kind: 'integer', min: 2, max: 32 },
    { name: 'share', kind: 'continuous', min: 0.2, max: 0.8 },
    { name: 'mask', kind: 'categorical', values: ['true', 'false'] },
  ],
  defaults: { bptt: '32', share: '0.9', mask: 'true' },
}

/** Best at bptt 20 and share 0.5. */
const scoreOf = (values: Trial['values']): number =>
  1 - ((Number(values.bptt) - 20) / 30) ** 2 - (Number(values.share) - 0.5) ** 2

interface Extent {
  readonly trialCount: number
  readonly parallelCountMax: number
}

function roundsOf(extent: Extent, seed: number, first: readonly Trial[] = []): readonly (readonly Trial[])[] {
  const rounds = [first]
  for (;;) {
    const round = proposeRound(space, rounds.flat(), extent, seed)
    if (round.length === 0) return rounds.slice(1)
    rounds.push(round.map(values => ({ values, score: scoreOf(values) })))
  }
}

const runOf = (trialCount: number, seed: number, first: readonly Trial[] = []): readonly Trial[] => [
  ...first,
  ...roundsOf({ trialCount, parallelCountMax: 1 }, seed, first).flat(),
]

test('defaults first, as far as the ranges have them', () => {
  const [first] = proposeRound(space, [], { trialCount: 10, parallelCountMax: 4 }, 1)
  assert.deepEqual(first, { bptt: '32', share: '0.8', mask: 'true' })
})

test('what looks at no score is one round, the rest as many at a time as may be made', () => {
  const lengths = (trialCount: number, parallelCountMax: number) =>
    roundsOf({ trialCount, parallelCountMax }, 4).map(({ length }) => length)
  assert.deepEqual(lengths(10, 4), [7, 3])
  assert.deepEqual(lengths(10, 1), [7, 1, 1, 1])
  assert.deepEqual(lengths(40, 10), [27, 10, 3])
  assert.deepEqual(lengths(4, 2), [3, 1])
  assert.deepEqual(lengths(2, 4), [2])
  assert.deepEqual(lengths(1, 4), [1])
})

test('steps of one round go from the best of those before, wherever in the round they stand', () => {
  const [even, steps] = roundsOf({ trialCount: 30, parallelCountMax: 10 }, 9)
  const best = Math.max(...even!.map(({ score }) => score))
  const { values } = even!.find(({ score }) => score === best)!
  for (const step of steps!) assert.ok(Math.abs(Number(step.values.bptt) - Number(values.bptt)) <= 0.25 * 31 + 1)
  const better = even!.map(trial => ({ ...trial, score: trial.values === values ? 0 : trial.score }))
  const others = proposeRound(space, better, { trialCount: 30, parallelCountMax: 10 }, 9)
  assert.notDeepEqual(
    others,
    steps!.map(({ values }) => values),
  )
})

test('every value lies in its range and no trial comes twice', () => {
  for (const parallelCountMax of [1, 5, 10]) {
    const trials = roundsOf({ trialCount: 40, parallelCountMax }, 3).flat()
    assert.equal(trials.length, 40)
    assert.equal(new Set(trials.map(({ values }) => JSON.stringify(values))).size, 40)
    for (const { values } of trials) {
      assert.ok(Number.isInteger(Number(values.bptt)) && Number(values.bptt) >= 2 && Number(values.bptt) <= 32)
      assert.ok(Number(values.share) >= 0.2 && Number(values.share) <= 0.8)
      assert.ok(['true', 'false'].includes(values.mask!))
    }
    assert.deepEqual(new Set(trials.map(({ values }) => values.mask)), new Set(['true', 'false']))
  }
})

test('a search taken up again goes on as it would have', () => {
  const whole = runOf(20, 5)
  assert.deepEqual(runOf(20, 5, whole.slice(0, 16)), whole)
  assert.notDeepEqual(runOf(20, 6), whole)
})

test('the last third comes nearer to the best', () => {
  const trials = runOf(40, 7)
  const mean = (some: readonly Trial[]) => some.reduce((sum, { score }) => sum + score, 0) / some.length
  assert.ok(mean(trials.slice(27)) > mean(trials.slice(1, 27)))
  assert.ok(Math.max(...trials.map(({ score }) => score)) > 0.99)
})

test('a space that has been seen through ends the search', () => {
  const extent = { trialCount: 9, parallelCountMax: 4 }
  const mask: SearchSpace = {
    ...space,
    dimensions: [{ name: 'mask', kind: 'categorical', values: ['true', 'false'] }],
  }
  const round = proposeRound(mask, [], extent, 1)
  assert.deepEqual(round, [{ mask: 'true' }, { mask: 'false' }])
  const trials = round.map((values, score) => ({ values, score }))
  assert.deepEqual(proposeRound(mask, trials, extent, 1), [])
  const nothing = { ...space, dimensions: [] }
  assert.deepEqual(proposeRound(nothing, [], extent, 1), [{}])
  assert.deepEqual(proposeRound(nothing, [{ values: {}, score: 1 }], extent, 1), [])
})
