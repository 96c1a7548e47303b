/** The largest are where they are said to be, whatever the order and however many are equal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { selectLargest } from './select.ts'

const numbers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true }))

test('selection agrees with sorting', () => {
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 200 }), fc.nat(), (values, drawn) => {
      const count = 1 + (drawn % values.length)
      const selected = Float32Array.from(values)
      const sorted = selected.toSorted()
      const least = selectLargest(selected, count)
      // -0 and 0 are equal here, as they are to those who compare.
      assert.ok(least === sorted[values.length - count])
      assert.deepEqual(
        Array.from(selected.subarray(values.length - count).toSorted(), value => value + 0),
        Array.from(sorted.subarray(values.length - count), value => value + 0),
      )
    }),
  )
})

test('ascending, descending and equal numbers are selected from in linear time', () => {
  const length = 200_000
  const orders = [(at: number) => at, (at: number) => -at, () => 1, (at: number) => at % 7]
  for (const order of orders) {
    const values = Float64Array.from({ length }, (_, at) => order(at))
    assert.equal(selectLargest(values.slice(), 300), values.toSorted()[length - 300])
  }
})
