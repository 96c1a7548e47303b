/** What a search tries: within the ranges, never twice, the same again, and nearer and nearer to the best. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { propose, type Trial } from './propose.ts'
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

function runOf(count: number, seed: number, first: readonly Trial[] = []): readonly Trial[] {
  const trials = [...first]
  while (trials.length < count) {
    const values = propose(space, trials, count, seed)
    if (values === undefined) break
    trials.push({ values, score: scoreOf(values) })
  }
  return trials
}

test('defaults first, as far as the ranges have them', () => {
  assert.deepEqual(propose(space, [], 10, 1), { bptt: '32', share: '0.8', mask: 'true' })
})

test('every value lies in its range and no trial comes twice', () => {
  const trials = runOf(40, 3)
  assert.equal(trials.length, 40)
  assert.equal(new Set(trials.map(({ values }) => JSON.stringify(values))).size, 40)
  for (const { values } of trials) {
    assert.ok(Number.isInteger(Number(values.bptt)) && Number(values.bptt) >= 2 && Number(values.bptt) <= 32)
    assert.ok(Number(values.share) >= 0.2 && Number(values.share) <= 0.8)
    assert.ok(['true', 'false'].includes(values.mask!))
  }
  assert.deepEqual(new Set(trials.map(({ values }) => values.mask)), new Set(['true', 'false']))
})

test('a search taken up again goes on as it would have', () => {
  const whole = runOf(20, 5)
  assert.deepEqual(runOf(20, 5, whole.slice(0, 11)), whole)
  assert.notDeepEqual(runOf(20, 6), whole)
})

test('the last third comes nearer to the best', () => {
  const trials = runOf(40, 7)
  const mean = (some: readonly Trial[]) => some.reduce((sum, { score }) => sum + score, 0) / some.length
  assert.ok(mean(trials.slice(27)) > mean(trials.slice(1, 27)))
  assert.ok(Math.max(...trials.map(({ score }) => score)) > 0.99)
})

test('a space that has been seen through ends the search', () => {
  const small: SearchSpace = {
    ...space,
    dimensions: [{ name: 'mask', kind: 'categorical', values: ['true', 'false'] }],
  }
  const trials: Trial[] = []
  for (let at = 0; at < 2; at++) trials.push({ values: propose(small, trials, 9, 1)!, score: at })
  assert.equal(propose(small, trials, 9, 1), undefined)
  assert.equal(propose({ ...space, dimensions: [] }, [{ values: {}, score: 1 }], 9, 1), undefined)
})
