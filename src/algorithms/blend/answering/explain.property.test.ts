/** Amounts add up to the score, whatever the parts; and what carries an item carries it. */

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../../../base/random.ts'
import { ringHistories } from '../../algorithms.contract.ts'
import { fitSequenceModel } from '../../sequence-model/fit.ts'
import { type SequenceModelParams, sequenceModelDefaults } from '../../sequence-model/params.ts'
import type { BlendParams, Part, WeightedPart } from '../params.ts'
import { prepareBlend } from '../prepared/prepare.ts'
import { scoreCatalogue } from '../score.ts'
import { type Explanation, explain, finish } from './explain.ts'

const itemCount = 12

function rowsPart(next: () => number): Part {
  const rows = Array.from({ length: itemCount }, () =>
    Array.from({ length: itemCount }, (_, item) => item).filter(() => next() < 0.4),
  )
  const offsets = new Uint32Array(itemCount + 1)
  for (const [row, items] of rows.entries()) offsets[row + 1] = offsets[row]! + items.length
  const items = Uint32Array.from(rows.flat())
  const weights = Float32Array.from(items, () => next() - 0.3)
  const form = { window: 1 + Math.floor(next() * 8), decay: 0.5 + next() / 2 }
  return { name: 'rows', shape: 'rows', rows: { offsets, items, weights }, form }
}

function factorsPart(next: () => number): Part {
  const floats = () => Float32Array.from({ length: 4 * itemCount }, () => next() - 0.5)
  const form = { window: 1 + Math.floor(next() * 8), decay: 0.5 + next() / 2 }
  return { name: 'factors', shape: 'factors', dimension: 4, inputs: floats(), outputs: floats(), form }
}

const priorPart = (next: () => number): Part => ({
  name: 'prior',
  shape: 'prior',
  scores: Float32Array.from({ length: itemCount }, next),
})

function blendOf(seed: number, more: readonly WeightedPart[] = []): BlendParams {
  const random = seededRandom(seed)
  const next = () => random.next()
  const parts = [rowsPart, rowsPart, factorsPart, priorPart].map(make => ({ part: make(next), weight: next() }))
  return {
    parts: [...parts, ...more],
    repeatOffset: 2 * next() - 1,
    temperature: 0.5 + next(),
    cold: Float32Array.from({ length: itemCount }, () => Math.log(next() + 0.01)),
  }
}

const everyItem = Array.from({ length: itemCount }, (_, item) => item)

const totalOf = ({ events, start, repeat, together }: Explanation): number =>
  events.reduce((sum, amount) => sum + amount, start + repeat + together)

function mustAddUp(params: BlendParams, history: readonly number[]): readonly Explanation[] {
  const scores = new Float32Array(itemCount)
  scoreCatalogue(params, history, scores, new Float32Array(itemCount))
  const explanations = finish(explain(params, history, everyItem))
  const prepared = finish(explain(params, history, everyItem, prepareBlend(params)))
  for (const [at, { events }] of prepared.entries())
    for (const [place, amount] of events.entries()) {
      const other = explanations[at]!.events[place]!
      assert.ok(Math.abs(amount - other) < 1e-3 * Math.max(1, Math.abs(other)), `${amount} is not ${other}`)
    }
  for (const one of [...explanations, ...prepared]) {
    const score = scores[one.item]!
    const tolerance = 1e-4 * Math.max(1, Math.abs(score))
    assert.ok(Math.abs(one.score - score) <= tolerance, `${one.score} is not the score ${score}`)
    assert.ok(Math.abs(totalOf(one) - score) <= tolerance, `${totalOf(one)} does not add up to ${score}`)
  }
  return explanations
}

const histories = fc.array(fc.nat(itemCount - 1), { maxLength: 10 })

test('amounts of a blend of rows, factors and a prior add up to the score, nothing left over', () => {
  fc.assert(
    fc.property(fc.nat(1e6), histories, (seed, history) => {
      for (const { together } of mustAddUp(blendOf(seed), history)) assert.equal(together, 0)
    }),
    { numRuns: 60 },
  )
})

test('without a history an item stands where it starts', () => {
  const params = blendOf(1)
  for (const { item, start, parts } of finish(explain(params, [], everyItem))) {
    assert.equal(start, params.cold[item])
    assert.deepEqual(parts, [])
  }
})

test('an interaction outside every window adds nothing', () => {
  const params = blendOf(2)
  const long = [...everyItem, ...everyItem, ...everyItem]
  for (const { events } of finish(explain(params, long, everyItem))) {
    assert.ok(events.subarray(0, long.length - 8).every(amount => amount === 0))
    assert.notEqual(events.at(-1), 0)
  }
})

describe('with a sequence model', () => {
  let params: SequenceModelParams
  before(async () => {
    const options = { ...sequenceModelDefaults, dimension: 16, hiddenWidth: 32, lengthMax: 8, epochCount: 8 }
    const small = { ...options, learningRate: 1e-2, batchTokenCount: 400, fullSoftmaxShare: 1 }
    const fit = await fitSequenceModel(ringHistories(200, 1), small, { threadCount: 1, seed: 1, deterministic: true })
    params = fit.params
  })

  test('amounts and what they do together add up to the score', () => {
    const sequence: WeightedPart = { part: { name: 'sequence', shape: 'sequence', params }, weight: 1 }
    fc.assert(
      fc.property(fc.nat(1e6), histories, (seed, history) => {
        mustAddUp(blendOf(seed, [sequence]), history)
      }),
      { numRuns: 20 },
    )
  })

  test('the newest interaction carries its successor', () => {
    const part: Part = { name: 'sequence', shape: 'sequence', params }
    const alone = { ...blendOf(3), parts: [{ part, weight: 1 }], repeatOffset: 0 }
    const [successor] = finish(explain(alone, [1, 9, 4], [5]))
    const strongest = successor!.events.indexOf(Math.max(...successor!.events))
    assert.equal(strongest, 2, `amounts ${successor!.events}`)
  })
})
