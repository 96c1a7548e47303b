import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { interleave } from './interleave.ts'

test('both orders stand in the mixture as they were', () => {
  fc.assert(
    fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), fc.integer(), (oneCount, otherCount, seed) => {
      const one = Array.from({ length: oneCount }, (_, at) => at)
      const other = Array.from({ length: otherCount }, (_, at) => 1000 + at)
      const mixed = interleave(one, other, seededRandom(seed))
      assert.deepEqual(
        mixed.filter(entry => entry < 1000),
        one,
      )
      assert.deepEqual(
        mixed.filter(entry => entry >= 1000),
        other,
      )
    }),
  )
})

test('every place is as likely as any other', () => {
  const random = seededRandom(7)
  const counts = new Uint32Array(5)
  for (let round = 0; round < 5000; round++)
    counts[interleave(['promoted'], Array(4).fill(''), random).indexOf('promoted')]! += 1
  assert.ok(
    counts.every(count => count > 850 && count < 1150),
    counts.join(),
  )
})
