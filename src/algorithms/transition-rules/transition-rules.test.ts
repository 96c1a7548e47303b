import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitTransitionRules } from './fit.ts'
import type { TransitionRulesOptions, TransitionRulesParams } from './params.ts'
import { priorOf } from './prior.ts'
import { scoreCatalogue } from './score.ts'

const options: TransitionRulesOptions = {
  followerWindow: 20,
  followerDecay: 0.85,
  historyWindow: 32,
  historyDecay: 0.8,
  priorWeight: 0.05,
  priorHalfLifeShare: 0.1,
  followerCountMax: 300,
}

const scoresOf = (params: TransitionRulesParams, history: readonly number[]): Float32Array => {
  const scores = new Float32Array(params.prior.length)
  scoreCatalogue(params, history, scores)
  return scores
}

algorithmContract({
  name: 'transition rules',
  fit: histories => fitTransitionRules(histories, options),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, [...history])).subarray(0, count),
  learnsSuccessors: true,
})

test('transition rules: with shrinkage a rule that was seen once counts less than one that was seen often', () => {
  const rows = [[0, 1], ...Array.from({ length: 9 }, () => [2, 3])]
  const { followers } = fitTransitionRules(historiesOf(rows, 4), { ...options, followerShrinkage: 1 })
  const weightOf = (item: number): number => followers.weights[followers.offsets[item]!]!
  assert.ok(Math.abs(weightOf(0) - 1 / 2) < 1e-6)
  assert.ok(Math.abs(weightOf(2) - 9 / 10) < 1e-6)
})

test('transition rules: followers weigh by how near they follow', () => {
  const params = fitTransitionRules(historiesOf([[0, 1, 2]], 3), { ...options, followerWindow: 2, followerDecay: 0.5 })
  const { offsets, items, weights } = params.followers
  assert.deepEqual([...items.subarray(offsets[0], offsets[1])], [1, 2])
  // 1 and 0.5, divided by their sum.
  assert.deepEqual([...weights.subarray(offsets[0], offsets[1])], [Math.fround(2 / 3), Math.fround(1 / 3)])
})

test('transition rules: history, window and decay shape the score as the formula says', () => {
  const params: TransitionRulesParams = {
    followers: {
      offsets: Uint32Array.of(0, 1, 2, 2),
      items: Uint32Array.of(1, 2),
      weights: Float32Array.of(1, 1),
    },
    prior: Float32Array.of(0.5, 0.25, 0.25),
    starts: Float32Array.of(0, 0, 1),
    historyWindow: 2,
    historyDecay: 0.5,
    priorWeight: 0.5,
    repeatFactor: 0,
  }
  // Newest item 1 says 2 with 2/3, older item 0 says 1 with 1/3; items 0 and 1 are repeats, which never happen here.
  assert.deepEqual([...scoresOf(params, [0, 1])], [0, 0, Math.fround(0.5 * (2 / 3) + 0.125)])
  assert.deepEqual([...scoresOf(params, [])], [0.25, 0.125, 0.625])
  assert.deepEqual([...scoresOf({ ...params, historyWindow: 1 }, [0, 0, 0])], [0, 0.625, 0.125])
})

test('transition rules: scores are never negative and sum to at most 1 where nothing is repeated', () => {
  const params = fitTransitionRules(ringHistories(100, 5), options)
  const scores = scoresOf({ ...params, repeatFactor: 1 }, [0, 1, 2])
  assert.ok(scores.every(score => score >= 0))
  assert.ok(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1) < 1e-5)
})

test('transition rules: repeats are learned: near 0 where nobody repeats, above 1 where all do', () => {
  const never = historiesOf(
    Array.from({ length: 40 }, (_, user) => [user % 5, (user + 1) % 5, (user + 2) % 5]),
    5,
  )
  const { repeatFactor } = fitTransitionRules(never, options)
  assert.ok(repeatFactor > 0 && repeatFactor < 0.1, String(repeatFactor))
  const always = historiesOf(
    Array.from({ length: 40 }, (_, user) => [user, user, user, user, user]),
    40,
  )
  assert.ok(fitTransitionRules(always, options).repeatFactor > 1)
})

test('transition rules: weights of interactions steer rules and prior, weight 0 is never the aim', () => {
  const base = historiesOf([[0, 1, 0, 2]], 3)
  const weighted = { ...base, weights: Float32Array.of(1, 0, 1, 1) }
  const params = fitTransitionRules(weighted, { ...options, followerWindow: 1 })
  assert.deepEqual([...params.followers.items.subarray(0, params.followers.offsets[1])], [2])
  assert.equal(params.prior[1], 0)
})

test('transition rules: with a half-life the prior prefers the latest, without it does not', () => {
  const data = historiesOf([[0, 0, 0, 0, 0, 0, 1, 1, 1, 1]], 2)
  const even = priorOf(data, undefined)
  const recent = priorOf(data, 0.1)
  assert.ok(even[0]! > even[1]!)
  assert.ok(recent[0]! < recent[1]!)
})
