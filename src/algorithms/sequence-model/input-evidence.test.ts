import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import { couldTell } from './input-evidence.ts'

const random = seededRandom(2)
const [userCount, length, itemCount] = [200, 12, 20]

/** `next` gives what follows an item in a situation of two. */
function world(next: (item: number, code: number) => number) {
  const codes: number[] = []
  const rows = Array.from({ length: userCount }, () => {
    const row = [random.below(itemCount)]
    for (let at = 0; at < length; at++) {
      const code = 1 + random.below(2)
      codes.push(code)
      row.push(random.next() < 0.5 ? next(row.at(-1)!, code) : random.below(itemCount))
    }
    return row.slice(0, length)
  })
  return { histories: historiesOf(rows, itemCount), column: { size: 3, codes: Uint32Array.from(codes) } }
}

test('a code that decides what follows is found, for every item alike and by item', () => {
  for (const next of [
    (_: number, code: number) => code,
    // The codes are worth nothing without the item, and the other way round.
    (item: number, code: number) => (item % 2 === code - 1 ? 0 : 10) + Math.floor(item / 2),
  ]) {
    const { histories, column } = world(next)
    assert.equal(couldTell(histories, column, 1), true)
  }
})

test('codes by lot, constant ones, and none tell nothing', () => {
  for (let draw = 0; draw < 20; draw++) {
    const { histories, column } = world(item => (item + 1) % itemCount)
    assert.equal(couldTell(histories, column, draw), false)
  }
  const { histories, column } = world(item => item)
  assert.equal(couldTell(histories, { ...column, codes: column.codes.map(() => 1) }, 1), false)
  assert.equal(couldTell(histories, { ...column, codes: column.codes.map(() => 0) }, 1), false)
  assert.equal(couldTell(historiesOf([], 3), { size: 3, codes: new Uint32Array(0) }, 1), false)
})

test('what somebody does in one situation alone says no more than who they are', () => {
  const codes = Uint32Array.from({ length: userCount * length }, (_, at) => 1 + (Math.floor(at / length) % 2))
  const rows = Array.from({ length: userCount }, (_, user) =>
    Array.from({ length }, () => 10 * (user % 2) + random.below(10)),
  )
  assert.equal(couldTell(historiesOf(rows, itemCount), { size: 3, codes }, 1), false)
})
