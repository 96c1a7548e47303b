import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { scorePart } from '../blend/score-part.ts'
import type { ClosedFormParams } from '../closed-form/params.ts'
import { sparseRows } from '../closed-form/sparse-rows.ts'
import type { Histories } from '../histories.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitSlit } from './fit.ts'
import { type SlitOptions, slitDefaults } from './params.ts'

const scoresOf = (params: ClosedFormParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const scores = new Float32Array(params.itemCount)
  const part = { name: 'closed form', shape: 'rows', rows: sparseRows(params, params.itemCount) } as const
  scorePart({ ...part, form: { window: 50, decay: 0.9 } }, history, scores)
  return scores
}

algorithmContract<ClosedFormParams>({
  name: 'SLIT',
  fit: histories => fitSlit(histories),
  recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
  learnsSuccessors: true,
})

/** A, Y and the solution by elimination, as the formula says: a row for every interaction that has one after it. */
function plainSlit({ offsets, items, weights, itemCount, userCount }: Histories, options: SlitOptions): number[][] {
  const gram = Array.from({ length: itemCount }, (_, i) => {
    return Array.from({ length: itemCount }, (_, j) => (i === j ? options.lambda! : 0))
  })
  const right = gram.map(row => row.map(() => 0))
  for (let user = 0; user < userCount; user++) {
    for (let t = offsets[user]!; t + 1 < offsets[user + 1]!; t++) {
      const a = new Array<number>(itemCount).fill(0)
      const y = new Array<number>(itemCount).fill(0)
      for (let k = 0; k < options.sourceWindow && t - k >= offsets[user]!; k++)
        a[items[t - k]!]! += options.sourceDecay ** k
      for (let m = 0; m < options.targetWindow && t + 1 + m < offsets[user + 1]!; m++)
        y[items[t + 1 + m]!]! += options.targetDecay ** m * (weights?.[t + 1 + m] ?? 1)
      for (const [i, source] of a.entries()) {
        for (const [j, other] of a.entries()) gram[i]![j]! += source * other
        for (const [j, target] of y.entries()) right[i]![j]! += source * target
      }
    }
  }
  return eliminated(gram, right)
}

function eliminated(matrix: number[][], right: number[][]): number[][] {
  for (const [pivot, row] of matrix.entries()) {
    for (const [other, below] of matrix.entries()) {
      if (other === pivot) continue
      const factor = below[pivot]! / row[pivot]!
      for (const [column, value] of row.entries()) below[column]! -= factor * value
      for (const [column, value] of right[pivot]!.entries()) right[other]![column]! -= factor * value
    }
  }
  return right.map((row, i) => row.map(value => value / matrix[i]![i]!))
}

test('SLIT: is the regression of the next items on the last, repeats, ends of histories and weights included', async () => {
  const data = historiesOf([[0, 1, 2, 0, 3, 3, 1, 4, 2, 0, 1, 4], [2], [], [4, 4, 4, 1], [3, 0, 2, 1, 0, 3]], 5)
  const options = { ...slitDefaults, sourceWindow: 4, lambda: 1.5 }
  for (const weights of [undefined, Float32Array.from(data.items, (_, at) => [1, 0, 2.5][at % 3]!)]) {
    const histories = weights === undefined ? data : { ...data, weights }
    const { matrix } = await fitSlit(histories, options)
    for (const [at, expected] of plainSlit(histories, options).flat().entries())
      assert.ok(Math.abs(matrix[at]! - expected) < 1e-5, `${at}: ${matrix[at]}, expected ${expected}`)
  }
})

test('SLIT: the thread count changes no bit', async () => {
  const data = wideHistories()
  const one = await fitSlit(data, slitDefaults, { threadCount: 1 })
  assert.ok(one.items.length > 700, 'small systems are never shared')
  assert.deepEqual(await fitSlit(data, slitDefaults, { threadCount: 2 }), one)
})

/** 800 items, walked in steps of 1 and 7. */
const wideHistories = (): Histories =>
  historiesOf(
    Array.from({ length: 400 }, (_, user) =>
      Array.from({ length: 8 }, (_, step) => (user * 2 + step * 7 + (step % 3)) % 800),
    ),
    800,
  )

test('SLIT: only the most used items have rows where there are too many', async () => {
  const data = historiesOf(
    [
      [0, 1, 2, 1, 2, 4],
      [1, 2, 1, 4],
      [4, 1, 2],
    ],
    5,
  )
  const params = await fitSlit(data, { ...slitDefaults, itemCountMax: 2 })
  assert.deepEqual([...params.items], [1, 2])
  const scores = scoresOf(params, [0, 1])
  assert.ok(scores[2]! > 0)
  assert.deepEqual([scores[0], scores[3], scores[4]], [0, 0, 0])
  assert.ok(scoresOf(params, [0]).every(score => score === 0))
})

test('SLIT: an abort is noticed before the system is solved', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  await assert.rejects(fitSlit(ringHistories(20, 1), slitDefaults, { threadCount: 1, signal }), /enough/)
})
