/** The mass that is expected of a catalogue is that of its items, as far as it says that it may be off. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../../base/random.ts'
import { expectedMass, expectedOf, weightedMoments } from './expected-mass.ts'

const setting = fc.record({
  seed: fc.nat({ max: 1e6 }),
  itemCount: fc.constantFrom(1, 40, 5000),
  /** Of queries: no product is much longer. */
  length: fc.constantFrom(0, 0.01, 0.1, 1),
})

test('the mass is that of all items, within its bound; parts of it add up', () => {
  fc.assert(
    fc.property(setting, ({ seed, itemCount, length }) => {
      const random = seededRandom(seed)
      const noise = (): number => random.next() + random.next() - 1
      const tables = [8, 4].map(width => ({
        width,
        vectors: Float32Array.from({ length: itemCount * width }, noise),
      }))
      const standing = Float32Array.from({ length: itemCount }, () =>
        random.next() < 0.1 ? Number.NEGATIVE_INFINITY : 3 * noise(),
      )
      const highest = standing.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY)
      const moments = weightedMoments(tables, standing, highest)
      if (!moments) return assert.equal(highest, Number.NEGATIVE_INFINITY)
      const query = Float64Array.from({ length: 12 }, () => length * noise())
      const products = Float64Array.from({ length: itemCount }, (_, item) => {
        let [sum, at] = [0, 0]
        for (const { width, vectors } of tables)
          for (let k = 0; k < width; k++) sum += query[at++]! * vectors[item * width + k]!
        return sum
      })
      const reach = products.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
      const { mass, errorMax } = expectedMass(moments, query, reach)
      const relative = Array.from(standing, score => score - highest)
      const wanted = relative.reduce((sum, score, item) => sum + Math.exp(score + products[item]!), 0)
      assert.ok(Math.abs(mass - wanted) <= errorMax + 1e-5 * wanted, `${mass}, not ${wanted}`)
      const parts = relative.reduce((sum, score, item) => sum + expectedOf(score, products[item]!), 0)
      assert.ok(Math.abs(mass - parts) <= 1e-5 * parts)
    }),
    { numRuns: 100 },
  )
})
