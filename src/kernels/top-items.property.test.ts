/** The kernel against the definition: sort the candidates by score, then by index, and cut. Few scores make ties. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { topItems } from './top-items.ts'

const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true }))

test('the best candidates are those of a full sort', () => {
  const given = fc.array(score, { maxLength: 60 }).chain(scores =>
    fc.record({
      scores: fc.constant(Float32Array.from(scores)),
      candidates: fc.shuffledSubarray([...scores.keys()]),
      count: fc.integer({ min: 0, max: 80 }),
    }),
  )
  fc.assert(
    fc.property(given, ({ scores, candidates, count }) => {
      const sorted = candidates.toSorted((one, other) => scores[other]! - scores[one]! || one - other)
      assert.deepEqual([...topItems(scores, Uint32Array.from(candidates), count)], sorted.slice(0, count))
    }),
    { numRuns: 1000 },
  )
})
