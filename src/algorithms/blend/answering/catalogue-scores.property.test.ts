/** Scores as serving computes them against the definition, request after request on the same object. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BlendParams, Part } from '../params.ts'
import { scoreCatalogue } from '../score.ts'
import { CatalogueScores } from './catalogue-scores.ts'

const itemCount = 7
const item = fc.integer({ min: 0, max: itemCount - 1 })
const amount = fc.integer({ min: -8, max: 8 }).map(eighths => eighths / 8)
const form = fc.record({ window: fc.integer({ min: 1, max: 5 }), decay: fc.constantFrom(0.5, 1) })

const rowsPart = fc
  .record({ form, rows: fc.array(fc.array(fc.tuple(item, amount)), { minLength: itemCount, maxLength: itemCount }) })
  .map(({ form, rows }): Part => {
    const offsets = Uint32Array.from({ length: itemCount + 1 }, (_, row) => rows.slice(0, row).flat().length)
    const [items, weights] = [rows.flat().map(([one]) => one), rows.flat().map(([, weight]) => weight)]
    return {
      ...{ name: 'rows', shape: 'rows', form },
      rows: { offsets, items: Uint32Array.from(items), weights: Float32Array.from(weights) },
    }
  })

const numbers = (length: number) =>
  fc.array(amount, { minLength: length, maxLength: length }).map(given => Float32Array.from(given))

const priorPart = numbers(itemCount).map((scores): Part => ({ name: 'prior', shape: 'prior', scores }))

const factorsPart = fc
  .record({ form, inputs: numbers(4 * itemCount), outputs: numbers(4 * itemCount) })
  .map((given): Part => ({ name: 'factors', shape: 'factors', dimension: 4, ...given }))

const weighted = fc.record({ part: fc.oneof(rowsPart, priorPart, factorsPart), weight: fc.constantFrom(0.25, 1) })

const params: fc.Arbitrary<BlendParams> = fc.record({
  parts: fc.array(weighted, { maxLength: 4 }),
  repeatOffset: amount,
  temperature: fc.constantFrom(0.5, 2),
  cold: numbers(itemCount),
})

test('many requests to one object give what the definition gives', () => {
  fc.assert(
    fc.property(params, fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 4 }), (blend, histories) => {
      const scores = new CatalogueScores(blend)
      for (const history of histories) {
        const expected = new Float32Array(itemCount)
        scoreCatalogue(blend, history, expected, new Float32Array(itemCount))
        for (const [at, score] of scores.after(history).entries())
          assert.ok(Math.abs(score - expected[at]!) < 1e-4, `item ${at}: ${score}, not ${expected[at]}`)
      }
    }),
  )
})
