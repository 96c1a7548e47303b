import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { scorePart } from '../blend/score-part.ts'
import type { Histories, ItemRows } from '../histories.ts'
import { orderByWeight } from '../popularity/fit.ts'
import type { BasisFit } from './basis.ts'
import { fitCommonUsers } from './fit-common-users.ts'
import { fitSpectral } from './fit-spectral.ts'
import { discounts, type SpectralParams } from './params.ts'

interface Filters {
  readonly rows: ItemRows
  readonly spectral: SpectralParams
}

async function fitBoth(histories: Histories, dimension = 4, fit?: BasisFit): Promise<Filters> {
  const rows = fitCommonUsers(histories, { discount: discounts.strict, countMax: 500 })
  return { rows, spectral: await fitSpectral(histories, dimension, fit) }
}

const form = { window: 50, decay: 1 }

function rowScores(rows: ItemRows, history: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(rows.offsets.length - 1)
  scorePart({ name: 'graph', shape: 'rows', rows, form }, history, scores)
  return scores
}

function spectralScores(spectral: SpectralParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(spectral.outputs.length / spectral.dimension)
  scorePart({ name: 'spectral', shape: 'factors', ...spectral, form }, history, scores)
  return scores
}

/** In the proportion of the paper. */
const both = ({ rows, spectral }: Filters, history: ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const others = spectralScores(spectral, history)
  return rowScores(rows, history).map((score, item) => score + 0.3 * others[item]!)
}

algorithmContract<Filters>({
  name: 'GF-CF',
  fit: histories => fitBoth(histories),
  recommend: (filters, history, count) => orderByWeight(both(filters, history)).subarray(0, count),
  // It learns what belongs together: order means nothing to it.
  learnsSuccessors: false,
})

test('GF-CF: with as many vectors as items the spectral filter gives a history back', async () => {
  const scores = spectralScores(await fitSpectral(ringHistories(60, 1), 12), [3, 7])
  for (const [item, score] of scores.entries())
    assert.ok(Math.abs(score - (item === 3 || item === 7 ? 1 : 0)) < 1e-4, `${item}: ${score}`)
})

test('GF-CF: the filter over common users is the product worked out by hand', () => {
  // X = [[1, 1], [1, 0]]: D_u = (2, 1), D_i = (2, 1). Of item 0: 2^-½ · (2^-¾ + 1) · 2^-d for itself, 2^-½ · 2^-¾ for 1.
  for (const discount of Object.values(discounts)) {
    const rows = fitCommonUsers(historiesOf([[0, 1], [0]], 2), { discount, countMax: 500 })
    const expected = [Math.SQRT1_2 * (2 ** -0.75 + 1) * 2 ** -discount, Math.SQRT1_2 * 2 ** -0.75]
    for (const [item, score] of rowScores(rows, [0]).entries())
      assert.ok(Math.abs(score - expected[item]!) < 1e-6, `${item}: ${score}`)
  }
})

test('GF-CF: a milder discount puts what is popular before what is rare', () => {
  // With item 0 goes item 1, which 20 others have too, as often as 2 and a little more often than rare 3.
  const rows = [[0, 1], [0, 1], [0, 1], [0, 1], [0, 3], [0, 3], [0, 3], ...Array.from({ length: 20 }, () => [1, 2])]
  const first = (discount: number): number => {
    const scores = rowScores(fitCommonUsers(historiesOf(rows, 4), { discount, countMax: 500 }), [0])
    return scores[1]! > scores[3]! ? 1 : 3
  }
  assert.equal(first(discounts.strict), 3)
  assert.equal(first(0), 1)
})

/** The first half of the users has items 0 to 5, the second 6 to 11. */
const twoWorlds = Array.from({ length: 60 }, (_, user) =>
  [0, 1, 2, 3].map(step => (user < 30 ? 0 : 6) + ((user + step) % 6)),
)

test('GF-CF: two worlds that share nothing are told apart, by either filter', async () => {
  const { rows, spectral } = await fitBoth(historiesOf(twoWorlds, 12))
  const worlds = (scores: Float32Array): number[] =>
    [scores.subarray(0, 6), scores.subarray(6)].map(world => world.reduce((sum, score) => sum + score, 0))
  const byUsers = rowScores(rows, [1])
  const [ownUsers, otherUsers] = worlds(byUsers)
  // 20 users of 4 items each: 20^-½ · 20 · 4^-¾ · 4 · 20^-½.
  assert.ok(Math.abs(ownUsers! - Math.SQRT2) < 1e-6, `${ownUsers}`)
  assert.equal(otherUsers, 0)
  const [own, other] = worlds(spectralScores(spectral, [1]))
  // The sweeps are few: vectors of nearly the same value are not quite apart.
  assert.ok(Math.abs(own! - 1) < 0.01, `${own}`)
  assert.ok(Math.abs(other!) < 0.01, `${other}`)
})

test('GF-CF: with memory for some users alone, these are read', async () => {
  const spectralOf = async (byteCountMax: number): Promise<readonly number[]> => {
    const fit = { threadCount: 1, seed: 1, byteCountMax }
    const { inputs, outputs, dimension } = await fitSpectral(historiesOf(twoWorlds, 12), 4, fit)
    const products = Array.from({ length: 12 }, (_, item) => {
      let sum = 0
      for (let k = 0; k < dimension; k++) sum += inputs[dimension + k]! * outputs[item * dimension + k]!
      return sum
    })
    return [products.slice(0, 6), products.slice(6)].map(world => world.reduce((sum, product) => sum + product, 0))
  }
  const [own, other] = await spectralOf(729_000)
  assert.notDeepEqual([own, other], await spectralOf(4e9))
  assert.ok(own! > 0.9 && Math.abs(other!) < 0.1, `${own}, ${other}`)
})

test('GF-CF: the thread count changes no bit', async () => {
  const data = ringHistories(300, 2)
  const one = await fitBoth(data, 4, { threadCount: 1, seed: 5 })
  assert.deepEqual(await fitBoth(data, 4, { threadCount: 2, seed: 5 }), one)
})
