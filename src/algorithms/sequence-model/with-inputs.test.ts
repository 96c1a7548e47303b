/** A model for other columns than it was fitted with: values keep their vectors, what is left out is unknown for good. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { type ContextCodes, timeGapCodeCount } from './context.ts'
import { gapColumn, type InputColumn } from './input-columns.ts'
import { layoutOf } from './layout.ts'
import type { SequenceModelParams } from './params.ts'
import { scoreCatalogue } from './score.ts'
import { withInputs } from './with-inputs.ts'

const category = (of: InputColumn['of'], name: string, values: readonly string[]): InputColumn => ({
  ...{ of, name, values },
  kind: 'category',
  borders: [],
})

const device = category('context', 'DEVICE', ['phone', 'tv'])
const inputs = [category('event-type', 'EVENT_TYPE', ['buy', 'view']), gapColumn, device]

const shape = {
  ...{ itemCount: 5, dimension: 16, blockCount: 2, headCount: 2, hiddenWidth: 32, lengthMax: 6 },
  hasDistanceBiases: false,
  contextSizes: [3, timeGapCodeCount, 3],
}

const params: SequenceModelParams = (() => {
  const random = seededRandom(5)
  const weights = Float32Array.from({ length: layoutOf(shape).length }, () => random.next() - 0.5)
  return { shape, weights, logPrior: new Float32Array(5), inputs }
})()

function scored(model: SequenceModelParams, contexts?: ContextCodes): readonly number[] {
  const scores = new Float32Array(5)
  scoreCatalogue(model, [0, 3, 1], scores, contexts)
  return [...scores]
}

const near = (one: readonly number[], two: readonly number[]): void => {
  for (const [at, score] of one.entries()) assert.ok(Math.abs(score - two[at]!) < 1e-4, `${one} and ${two}`)
}

test('a column left out is one that is never known', () => {
  const [types, gaps, devices] = [
    [1, 2, 1],
    [1, 5, 9],
    [2, 1, 2],
  ]
  const without = withInputs(params, [gapColumn, device])
  assert.deepEqual(without.shape.contextSizes, [timeGapCodeCount, 3])
  near(scored(without, [gaps, devices]), scored(params, [undefined, gaps, devices]))
  const bare = withInputs(params, [])
  assert.equal(bare.inputs, undefined)
  near(scored(bare), scored(params))
  assert.notDeepEqual(scored(params, [types, gaps, devices]), scored(params))
})

test('values keep their vectors in another order, and new ones count as unknown', () => {
  const moved = withInputs(params, [category('context', 'DEVICE', ['fridge', 'phone', 'tv']), gapColumn, inputs[0]!])
  const [types, gaps] = [
    [2, 2, 1],
    [1, 3, 30],
  ]
  near(scored(moved, [[2, 3, 3], gaps, types]), scored(params, [types, gaps, [1, 2, 2]]))
  near(scored(moved, [[2, 3, 1], gaps, types]), scored(params, [types, gaps, [1, 2, 0]]))
})

test('numbers in other buckets mean something else', () => {
  const hour = (borders: readonly number[]): InputColumn => ({
    ...{ of: 'context', name: 'HOUR', kind: 'number', borders },
    values: ['0', '1'],
  })
  const own = { ...params, inputs: [inputs[0]!, gapColumn, hour([12])] }
  near(scored(withInputs(own, [hour([12])]), [[1, 2, 1]]), scored(own, [undefined, undefined, [1, 2, 1]]))
  near(scored(withInputs(own, [hour([13])]), [[1, 2, 1]]), scored(own))
})
