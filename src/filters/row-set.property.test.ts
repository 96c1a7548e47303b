/** Sets of rows agree with sets of numbers, at sizes around the width of a word. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RowSet } from './row-set.ts'

const rowsOf = (set: RowSet): readonly number[] => [...set.rows()]

const size = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(31, 32, 33, 64))

const pair = size.chain(count =>
  fc.record({
    count: fc.constant(count),
    one: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 })),
    other: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 })),
    more: fc.integer({ min: 0, max: 70 }),
  }),
)

const setOf = (count: number, rows: readonly number[]): RowSet => {
  const set = new RowSet(count)
  for (const row of rows) set.add(row)
  return set
}

const ascending = (rows: Iterable<number>): readonly number[] => [...rows].sort((a, b) => a - b)

test('what is in it, how many, and how two of them meet', () => {
  fc.assert(
    fc.property(pair, ({ count, one, other, more }) => {
      const [left, right] = [new Set(one), new Set(other)]
      const after = (change: (set: RowSet) => void): readonly number[] => {
        const set = setOf(count, one).copy()
        change(set)
        assert.equal(set.count, rowsOf(set).length)
        return rowsOf(set)
      }
      const all = Array.from({ length: count }, (_, row) => row)
      assert.deepEqual(
        after(() => {}),
        ascending(left),
      )
      assert.ok(all.every(row => setOf(count, one).has(row) === left.has(row)))
      assert.deepEqual(
        after(set => set.keepOnly(setOf(count, other))),
        ascending(left.intersection(right)),
      )
      assert.deepEqual(
        after(set => set.addAll(setOf(count, other))),
        ascending(left.union(right)),
      )
      assert.deepEqual(
        after(set => set.removeAll(setOf(count, other))),
        ascending(left.difference(right)),
      )
      assert.deepEqual(
        after(set => set.invert()),
        ascending(new Set(all).difference(left)),
      )
      assert.deepEqual(rowsOf(RowSet.full(count)), all)
      const added = Array.from({ length: more }, (_, at) => count + at)
      assert.deepEqual(rowsOf(setOf(count, one).grown(count + more, true)), [...ascending(left), ...added])
      assert.deepEqual(rowsOf(setOf(count, one).grown(count + more, false)), ascending(left))
    }),
  )
})
