/** What items reach against what is said beforehand that they may: every item and every sum, for queries of any direction. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../../../base/random.ts'
import type { BlendParams } from '../params.ts'
import {
  chunkCountOf,
  chunkShift,
  lengthsOf,
  mostOf,
  orderByReach,
  reachedBy,
  standingReach,
  tableReach,
} from './chunk-reach.ts'
import type { VectorTable } from './vector-table.ts'

const setting = fc.record({
  itemCount: fc.constantFrom(1, 700, 5000),
  hasBiases: fc.boolean(),
  hasBoosts: fc.boolean(),
  /** How far lengths of vectors lie apart. */
  unevenness: fc.constantFrom(0, 1, 3),
  seed: fc.nat(),
})

test('no item and no sum of a chunk is above what it may reach', () => {
  fc.assert(
    fc.property(setting, ({ itemCount, hasBiases, hasBoosts, unevenness, seed }) => {
      const random = seededRandom(seed)
      const noise = (): number => 2 * random.next() - 1
      const width = 8
      const base = Float32Array.from({ length: itemCount }, () =>
        random.next() < 0.1 ? Number.NEGATIVE_INFINITY : noise(),
      )
      const outputs = new Float32Array(itemCount * width)
      for (let item = 0; item < itemCount; item++) {
        const length = Math.exp(unevenness * noise())
        for (let k = 0; k < width; k++) outputs[item * width + k] = length * noise()
      }
      const biases = Float32Array.from({ length: itemCount }, noise)
      const table: VectorTable = { vectors: outputs, width, ...(hasBiases && { biases }) }
      const form = { window: 1, decay: 1 }
      const part = { name: 'factors', shape: 'factors', dimension: width, inputs: outputs, outputs, form } as const
      const params: BlendParams = { parts: [{ part, weight: 1 }], repeatOffset: 0, temperature: 1, cold: base }
      const lengths = lengthsOf(table, itemCount)
      const order = orderByReach(base, params, [table], [lengths])
      assert.deepEqual(order.toSorted(), Uint32Array.from(base.keys()))
      const boosts = Float32Array.from({ length: itemCount }, noise)
      const standing = standingReach(base, order)
      const reach = { tables: [tableReach(table, lengths, order)], ...(hasBoosts && { boosts: mostOf(boosts, order) }) }
      const chunkCount = chunkCountOf(itemCount)
      for (let round = 0; round < 4; round++) {
        const query = Array.from({ length: width }, noise)
        const [bias, deviation] = [hasBiases ? noise() : 0, random.next()]
        const length = Math.hypot(...query)
        const most = reachedBy(reach, [{ length, bias }], deviation, chunkCount)
        const masses = new Float64Array(chunkCount)
        for (const [place, item] of order.entries()) {
          const product = query.reduce((sum, number, k) => sum + number * outputs[item * width + k]!, 0)
          const score = base[item]! + product + bias * biases[item]! + (hasBoosts ? deviation * boosts[item]! : 0)
          const chunk = place >>> chunkShift
          assert.ok(score <= standing.highest[chunk]! + most[chunk]! + 1e-9)
          masses[chunk]! += Math.exp(score)
        }
        for (const [chunk, mass] of masses.entries())
          assert.ok(Math.log(mass) <= standing.logMass[chunk]! + most[chunk]! + 1e-9)
      }
    }),
    { numRuns: 40 },
  )
})
