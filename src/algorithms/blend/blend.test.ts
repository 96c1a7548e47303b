/** What a blend is: its formula, what does not change it, and what its parts are asked. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import type { Histories } from '../histories.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitFollowers } from '../transition-rules/fit.ts'
import { priorOf, startsOf } from '../transition-rules/prior.ts'
import { coldScores } from './cold.ts'
import type { BlendParams, Part } from './params.ts'
import { scoreCatalogue } from './score.ts'
import { scorePart } from './score-part.ts'
import { scaleOf } from './standardise.ts'

const rulesOf = (histories: Histories): Part => ({
  name: 'rules',
  shape: 'rows',
  rows: fitFollowers(histories, { followerWindow: 3, followerDecay: 0.5, followerCountMax: 50 }),
  form: { window: 10, decay: 0.5 },
})

const blendOf = (histories: Histories, more: Partial<BlendParams> = {}): BlendParams => {
  const prior = priorOf(histories, undefined)
  return {
    parts: [
      { part: rulesOf(histories), weight: 1 },
      { part: { name: 'prior', shape: 'prior', scores: prior }, weight: 0.1 },
    ],
    repeatOffset: 0,
    temperature: 1,
    cold: coldScores(startsOf(histories, 3, 0.5), prior),
    ...more,
  }
}

function scoresOf(params: BlendParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(params.cold.length)
  scoreCatalogue(params, history, scores, new Float32Array(params.cold.length))
  return scores
}

algorithmContract({
  name: 'blend',
  fit: histories => blendOf(histories),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
  learnsSuccessors: true,
})

const ring = ringHistories(100, 1)
const near = (one: number, other: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other)), `${one} is not ${other}`)

test('a blend is the weighted sum of standardised scores, heated, with repeats moved', () => {
  const params = blendOf(ring, { repeatOffset: -3, temperature: 0.7 })
  const history = [2, 5, 5, 6]
  const expected = new Float64Array(12)
  for (const { part, weight } of params.parts) {
    const own = new Float32Array(12)
    scorePart(part, history, own)
    const mean = own.reduce((sum, score) => sum + score, 0) / 12
    const deviation = Math.sqrt(own.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 12)
    for (let item = 0; item < 12; item++) expected[item]! += (0.7 * weight * (own[item]! - mean)) / deviation
  }
  for (const item of [2, 5, 6]) expected[item]! -= 3
  for (const [item, score] of scoresOf(params, history).entries()) near(score, expected[item]!)
})

test('the unit of a part does not matter, and a part without differences adds nothing', () => {
  const params = blendOf(ring)
  const shares = priorOf(ring, undefined)
  const inPercent: Part = { name: 'prior', shape: 'prior', scores: shares.map(share => 100 * share + 7) }
  const flat: Part = { name: 'flat', shape: 'prior', scores: new Float32Array(12).fill(3) }
  const [rules] = params.parts
  const parts = [rules!, { part: inPercent, weight: 0.1 }, { part: flat, weight: 9 }]
  const changed = scoresOf({ ...params, parts }, [3])
  for (const [item, score] of changed.entries()) near(score, scoresOf(params, [3])[item]!, 1e-4)
})

test('rows read a history from its end, as far back and as much as the form says', () => {
  const rows = {
    offsets: Uint32Array.of(0, 1, 2, 3),
    items: Uint32Array.of(1, 2, 0),
    weights: Float32Array.of(1, 10, -100),
  }
  const scores = new Float32Array(3)
  const read = (form: { window: number; decay: number }, history: number[]) => {
    scorePart({ name: '', shape: 'rows', rows, form }, history, scores)
    return [...scores]
  }
  assert.deepEqual(read({ window: 2, decay: 0.5 }, [0, 1, 2]), [-100, 0, 5])
  assert.deepEqual(read({ window: 10, decay: 1 }, [0, 1, 2]), [-100, 1, 10])
  assert.deepEqual(read({ window: 10, decay: 1 }, [0, 0]), [0, 2, 0])
})

test('factors: the product of what the history adds up to and each item', () => {
  const part: Part = {
    name: '',
    shape: 'factors',
    dimension: 4,
    inputs: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 2),
    outputs: Float32Array.of(1, 2, 0, 1, 3, 4, 0, 0, 5, 6, 7, 0),
    form: { window: 5, decay: 0.5 },
  }
  const scores = new Float32Array(3)
  // Item 0 now and item 2 one step back: (1, 0, 0, 0) + 0.5 · (1, 1, 0, 2).
  for (let time = 0; time < 2; time++) {
    scorePart(part, [2, 0], scores)
    assert.deepEqual([...scores], [1.5 + 0.5 * 2 + 1, 1.5 * 3 + 0.5 * 4, 1.5 * 5 + 0.5 * 6])
  }
})

test('an empty history gets what users take first, and every item has a finite place', () => {
  const histories = historiesOf(
    [
      [0, 1],
      [0, 2],
      [0, 1],
    ],
    5,
  )
  const scores = scoresOf(blendOf(histories), [])
  assert.equal(orderByWeight(scores)[0], 0)
  assert.ok(scores.every(Number.isFinite))
})

test('scale of scores; of equal ones the deviation is 0', () => {
  assert.deepEqual(scaleOf(Float32Array.of(1, 3)), { mean: 2, deviation: 1 })
  assert.equal(scaleOf(new Float32Array(5).fill(0.1)).deviation, 0)
  assert.deepEqual(scaleOf(new Float32Array(0)), { mean: 0, deviation: 0 })
})
