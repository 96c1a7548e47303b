import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitIals } from './fit.ts'
import { type IalsParams, ialsDefaults } from './params.ts'
import { ridgeOf } from './ridge.ts'
import { foldIn, scoreCatalogue, unobservedGram } from './score.ts'

const small = { ...ialsDefaults, dimension: 8, epochCount: 16, unobservedWeight: 0.1 }

const scoresOf = (params: IalsParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const scores = new Float32Array(params.itemCount)
  scoreCatalogue(params, unobservedGram(params), history, scores)
  return scores
}

algorithmContract<IalsParams>({
  name: 'iALS',
  fit: histories => fitIals(histories, small),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
  // It learns what belongs together: order means nothing to it.
  learnsSuccessors: false,
})

/** The sum that is minimised, as the formula says. */
function lossOf({ userVectors, itemVectors, dimension, ...params }: IalsParams, rows: readonly number[][]): number {
  const { itemCount, unobservedWeight } = params
  const dot = (user: number, item: number): number => {
    let sum = 0
    for (let k = 0; k < dimension; k++) sum += userVectors[user * dimension + k]! * itemVectors[item * dimension + k]!
    return sum
  }
  const square = (vectors: Float32Array, row: number): number =>
    vectors.subarray(row * dimension, (row + 1) * dimension).reduce((sum, value) => sum + value * value, 0)
  let loss = 0
  for (const [user, row] of rows.entries()) {
    for (let item = 0; item < itemCount; item++) {
      loss += unobservedWeight * dot(user, item) ** 2
      if (row.includes(item)) loss += (1 - dot(user, item)) ** 2
    }
    loss += ridgeOf(row.length, itemCount, params) * square(userVectors, user)
  }
  for (let item = 0; item < itemCount; item++) {
    const count = rows.filter(row => row.includes(item)).length
    loss += ridgeOf(count, rows.length, params) * square(itemVectors, item)
  }
  return loss
}

const walks = Array.from({ length: 40 }, (_, user) => [0, 1, 2, 3].map(step => (user + step) % 10))

test('iALS: the loss falls with every epoch', async () => {
  const losses: number[] = []
  for (let epochCount = 1; epochCount <= 6; epochCount++)
    losses.push(lossOf(await fitIals(historiesOf(walks, 10), { ...small, epochCount }), walks))
  for (let at = 1; at < losses.length; at++) assert.ok(losses[at]! < losses[at - 1]! + 1e-4, `${losses}`)
})

test('iALS: with enough steps a known user folds in to the vector of the fit', async () => {
  const params = await fitIals(historiesOf(walks, 10), {
    ...small,
    epochCount: 200,
    stepCount: 8,
    regularisation: 0.05,
  })
  const vector = foldIn(params, unobservedGram(params), walks[7]!)
  for (const [k, value] of vector.entries())
    assert.ok(
      Math.abs(value - params.userVectors[7 * 8 + k]!) < 5e-3,
      `${k}: ${value}, ${params.userVectors[7 * 8 + k]}`,
    )
})

test('iALS: what belongs to a history comes before what does not', async () => {
  const rows = Array.from({ length: 60 }, (_, user) => [0, 1, 2, 3].map(step => (user % 2) * 6 + ((user + step) % 6)))
  const scores = scoresOf(await fitIals(historiesOf(rows, 12), { ...small, regularisation: 0.05 }), [0, 1])
  for (let item = 2; item < 6; item++) assert.ok(scores[item]! > scores[item + 6]! + 0.05, `${scores}`)
})

test('iALS: heavier interactions are met more closely', async () => {
  const rows = [
    [0, 1],
    [1, 2],
    [0, 2],
    [0, 1, 2],
  ]
  const base = historiesOf(rows, 3)
  const options = { ...small, dimension: 4, regularisation: 0.1 }
  const gapOf = async (weight: number): Promise<number> => {
    const weights = Float32Array.from(base.items, (_, at) => (at === 0 ? weight : 1))
    const { userVectors, itemVectors } = await fitIals({ ...base, weights }, options)
    return 1 - userVectors.subarray(0, 4).reduce((sum, value, k) => sum + value * itemVectors[k]!, 0)
  }
  assert.ok((await gapOf(10)) < (await gapOf(1)) - 0.01)
})

test('iALS: the thread count changes no bit, the seed does', async () => {
  const data = ringHistories(300, 2)
  const one = await fitIals(data, small, { threadCount: 1, seed: 5 })
  assert.deepEqual(await fitIals(data, small, { threadCount: 2, seed: 5 }), one)
  assert.notDeepEqual(await fitIals(data, small, { threadCount: 1, seed: 6 }), one)
})
