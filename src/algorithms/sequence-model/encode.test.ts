import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeEveryPosition } from '../../../test/fixtures/numbers/plain-encoder.ts'
import { seededRandom } from '../../base/random.ts'
import { encodeHistory } from './encode.ts'
import { initialWeights } from './initial-weights.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import { scoreCatalogue } from './score.ts'

const shape: ModelShape = {
  itemCount: 11,
  dimension: 16,
  blockCount: 2,
  headCount: 2,
  hiddenWidth: 16,
  lengthMax: 6,
  hasDistanceBiases: true,
}
const weights = initialWeights(shape, seededRandom(1))
const random = seededRandom(2)
for (let at = layoutOf(shape).positions; at < weights.length; at++) weights[at]! += 0.2 * (random.next() - 0.5)
const params = { shape, weights, logPrior: new Float32Array(11).fill(-1) }

const near = (one: ArrayLike<number>, two: ArrayLike<number>): void => {
  assert.equal(one.length, two.length)
  for (let at = 0; at < one.length; at++) assert.ok(Math.abs(one[at]! - two[at]!) < 1e-5, `${one[at]} and ${two[at]}`)
}

test('encode: the kernels give for the last position what the formulas give', () => {
  const items = [3, 1, 4, 1, 5]
  const every = encodeEveryPosition(weights, shape, items)
  near(encodeHistory(params, items), every.subarray(4 * 16))
})

test('encode: the same of a model with gates', () => {
  const gated: ModelShape = { ...shape, activation: 'swish-gate' }
  const weightsOfGated = initialWeights(gated, seededRandom(4))
  for (let at = layoutOf(gated).positions; at < weightsOfGated.length; at++)
    weightsOfGated[at]! += 0.2 * (random.next() - 0.5)
  const items = [3, 1, 4, 1, 5]
  const every = encodeEveryPosition(weightsOfGated, gated, items)
  near(encodeHistory({ ...params, shape: gated, weights: weightsOfGated }, items), every.subarray(4 * 16))
})

test('encode: a position sees nothing that comes after it', () => {
  const one = encodeEveryPosition(weights, shape, [3, 1, 4, 1, 5])
  const two = encodeEveryPosition(weights, shape, [3, 1, 4, 9, 9])
  near(one.subarray(0, 3 * 16), two.subarray(0, 3 * 16))
})

test('encode: only the newest items count when there are more than the model looks at, and their order does', () => {
  near(encodeHistory(params, [9, 9, 1, 2, 3, 4, 5, 6]), encodeHistory(params, [1, 2, 3, 4, 5, 6]))
  assert.notDeepEqual(encodeHistory(params, [1, 2, 3]), encodeHistory(params, [2, 1, 3]))
})

test('score: the vector times each item plus its bias; the prior without a history', () => {
  const scores = new Float32Array(11)
  const biased = { ...params, weights: Float32Array.from(weights) }
  biased.weights[layoutOf(shape).itemBiases + 7] = 2
  scoreCatalogue(biased, [3, 1], scores)
  const vector = encodeHistory(params, [3, 1])
  let dot = 2
  for (let k = 0; k < 16; k++) dot += vector[k]! * weights[7 * 16 + k]!
  assert.ok(Math.abs(scores[7]! - dot) < 1e-5)
  scoreCatalogue(params, [], scores)
  assert.ok(scores.every(score => score === -1))
})
