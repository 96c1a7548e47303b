import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import { scorePart } from '../blend/score-part.ts'
import type { ClosedFormParams } from '../closed-form/params.ts'
import { sparseRows } from '../closed-form/sparse-rows.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitEase } from './fit.ts'
import { easeDefaults } from './params.ts'

const scoresOf = (params: ClosedFormParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const scores = new Float32Array(params.itemCount)
  const part = { name: 'closed form', shape: 'rows', rows: sparseRows(params, params.itemCount) } as const
  scorePart({ ...part, form: { window: 50, decay: 0.9 } }, history, scores)
  return scores
}

algorithmContract<ClosedFormParams>({
  name: 'EASE',
  fit: histories => fitEase(histories),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
  // It learns what belongs together, not what follows; of a ring it finds both neighbours.
  learnsSuccessors: true,
})

test('EASE: two items worked out by hand', async () => {
  // XᵀX + λI = [[3, 1], [1, 2]] with λ = 1; P = [[2, -1], [-1, 3]] / 5; B(0, 1) = 1/3 and B(1, 0) = 1/2.
  const params = await fitEase(historiesOf([[0, 1], [0]], 2), { ...easeDefaults, lambda: 1 })
  const expected = [0, 1 / 3, 1 / 2, 0]
  for (const [at, value] of expected.entries())
    assert.ok(Math.abs(params.matrix[at]! - value) < 1e-6, `${params.matrix}`)
})

test('EASE: repeats count once, weights count, weight 0 is as if it had not been', async () => {
  const options = { ...easeDefaults, lambda: 1 }
  const once = await fitEase(
    historiesOf(
      [
        [0, 1, 2],
        [0, 2],
      ],
      3,
    ),
    options,
  )
  assert.deepEqual(
    (
      await fitEase(
        historiesOf(
          [
            [0, 0, 1, 2, 0],
            [0, 2],
          ],
          3,
        ),
        options,
      )
    ).matrix,
    once.matrix,
  )
  const base = historiesOf(
    [
      [0, 1, 2],
      [0, 2],
    ],
    3,
  )
  const heavy = await fitEase({ ...base, weights: Float32Array.of(2, 1, 2, 1, 1) }, options)
  assert.ok(heavy.matrix[2]! > once.matrix[2]!)
  const muted = await fitEase({ ...base, weights: Float32Array.of(1, 0, 1, 1, 1) }, options)
  assert.deepEqual([...muted.matrix.subarray(3, 6)].map(Math.abs), [0, 0, 0])
})

test('EASE: newer items of a history weigh more', async () => {
  const params = await fitEase(
    historiesOf(
      [
        [0, 1],
        [0, 1],
        [2, 3],
        [2, 3],
      ],
      4,
    ),
  )
  const scores = scoresOf(params, [0, 2])
  assert.ok(scores[3]! > scores[1]!)
  assert.ok(Math.abs(scores[1]! / scores[3]! - 0.9) < 1e-5)
})

test('closed forms: sparse rows keep what is furthest from zero, by item of the catalogue', () => {
  const params: ClosedFormParams = {
    ...{ itemCount: 5, items: Uint32Array.of(0, 2, 3) },
    matrix: Float32Array.of(0, -2, 1, 0.5, 0.5, 0.5, 3, 0, -4),
  }
  const { offsets, items, weights } = sparseRows(params, 2)
  assert.deepEqual([...offsets], [0, 2, 2, 4, 6, 6])
  assert.deepEqual([...items], [2, 3, 0, 2, 0, 3])
  assert.deepEqual([...weights], [-2, 1, 0.5, 0.5, 3, -4])
})
