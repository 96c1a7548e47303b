import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { scorePart } from '../blend/score-part.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitGfCf } from './fit.ts'
import { type GfCfParams, gfCfDefaults } from './params.ts'

const small = { ...gfCfDefaults, dimension: 4 }
const itemCountOf = ({ neighbours }: GfCfParams): number => neighbours.offsets.length - 1

/** Both filters, as a blend asks them. */
function scoresOf(params: GfCfParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const form = { window: 50, decay: 1 }
  const [linear, spectral] = [0, 0].map(() => new Float32Array(itemCountOf(params)))
  scorePart({ name: 'graph', shape: 'rows', rows: params.neighbours, form }, history, linear!)
  scorePart({ name: 'spectral', shape: 'factors', ...params, form }, history, spectral!)
  return linear!.map((score, item) => score + params.spectralWeight * spectral![item]!)
}

algorithmContract<GfCfParams>({
  name: 'GF-CF',
  fit: histories => fitGfCf(histories, small),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
  // It learns what belongs together: order means nothing to it.
  learnsSuccessors: false,
})

test('GF-CF: with as many vectors as items the spectral part gives a history back', async () => {
  const params = await fitGfCf(ringHistories(60, 1), { ...gfCfDefaults, dimension: 12 })
  const without = scoresOf({ ...params, spectralWeight: 0 }, [3, 7])
  const scores = scoresOf({ ...params, spectralWeight: 1 }, [3, 7]).map((score, item) => score - without[item]!)
  for (const [item, score] of scores.entries())
    assert.ok(Math.abs(score - (item === 3 || item === 7 ? 1 : 0)) < 1e-4, `${item}: ${score}`)
})

test('GF-CF: the linear part is the normalised product worked out by hand', async () => {
  // X = [[1, 1], [1, 0]]: D_u = (2, 1), D_i = (2, 1), R = [[1/2, 1/√2], [1/√2, 0]], RᵀR = [[3/4, 1/√8], [1/√8, 1/2]].
  const params = await fitGfCf(historiesOf([[0, 1], [0]], 2), { ...small, spectralWeight: 0 })
  const expected = [0.75, 1 / Math.sqrt(8)]
  for (const [item, score] of scoresOf(params, [0]).entries())
    assert.ok(Math.abs(score - expected[item]!) < 1e-6, `${item}: ${score}`)
})

/** The first half of the users has items 0 to 5, the second 6 to 11. */
const twoWorlds = Array.from({ length: 60 }, (_, user) =>
  [0, 1, 2, 3].map(step => (user < 30 ? 0 : 6) + ((user + step) % 6)),
)

test('GF-CF: two worlds that share nothing are told apart, by either part', async () => {
  const params = await fitGfCf(historiesOf(twoWorlds, 12), small)
  const worlds = (scores: Float32Array): number[] =>
    [scores.subarray(0, 6), scores.subarray(6)].map(world => world.reduce((sum, score) => sum + score, 0))
  const linear = scoresOf({ ...params, spectralWeight: 0 }, [1])
  const spectral = scoresOf({ ...params, spectralWeight: 1 }, [1]).map((score, item) => score - linear[item]!)
  for (const part of [linear, spectral]) {
    const [own, other] = worlds(part)
    // The sweeps are few: vectors of nearly the same value are not quite apart.
    assert.ok(Math.abs(own! - 1) < 0.01, `${own}`)
    assert.ok(Math.abs(other!) < 0.01, `${other}`)
  }
})

test('GF-CF: with memory for some users alone, these are read', async () => {
  const spectralOf = async (byteCountMax: number): Promise<readonly number[]> => {
    const fit = { threadCount: 1, seed: 1, byteCountMax }
    const { inputs, outputs, dimension } = await fitGfCf(historiesOf(twoWorlds, 12), small, fit)
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
  const one = await fitGfCf(data, small, { threadCount: 1, seed: 5 })
  assert.deepEqual(await fitGfCf(data, small, { threadCount: 2, seed: 5 }), one)
})
