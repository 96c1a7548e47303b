import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf } from '../algorithms.contract.ts'
import { scorePart } from '../blend/score-part.ts'
import type { ItemRows } from '../histories.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitReturns } from './fit.ts'

function scoresOf(rows: ItemRows, history: ArrayLike<number>, decay: number): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(rows.offsets.length - 1)
  scorePart({ name: 'returns', shape: 'rows', rows, form: { window: 50, decay } }, history, scores)
  return scores
}

algorithmContract<ItemRows>({
  name: 'returns',
  fit: histories => fitReturns(histories),
  recommend: (rows, history, count) => orderByWeight(scoresOf(rows, history, 0.5)).subarray(0, count),
  // It knows no other items than those of the history.
  learnsSuccessors: false,
})

test('returns: an item that users come back to weighs more than one they do not', () => {
  const rows = fitReturns(
    historiesOf(
      [
        [0, 1, 0, 2, 0],
        [0, 1, 0, 2],
        [2, 0, 1, 0],
      ],
      3,
    ),
    { shrinkage: 1 },
  )
  // 4 of 7 interactions with item 0 are returns, none of the 3 with each other one; 4 of 13 in all.
  const expected = [(4 + 4 / 13) / 8, 4 / 13 / 4, 4 / 13 / 4]
  assert.deepEqual([...rows.weights], [...Float32Array.from(expected)])
})

test('returns: read with a decay the latest comes first, without one the most frequent', () => {
  const rows = fitReturns(historiesOf([[0, 0, 1, 1, 2, 2]], 3))
  const history = [0, 0, 0, 1, 2]
  assert.equal(orderByWeight(scoresOf(rows, history, 0.5))[0], 2)
  assert.equal(orderByWeight(scoresOf(rows, history, 1))[0], 0)
})

test('returns: a user who starts with the item another one ended with does not return', () => {
  assert.equal(
    fitReturns(
      historiesOf(
        [
          [0, 1],
          [1, 2],
        ],
        3,
      ),
    ).items.length,
    0,
  )
})
