import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeGapCodes } from '../algorithms/sequence-model/context.ts'
import { gapColumn, type InputColumn } from '../algorithms/sequence-model/input-columns.ts'
import { InputCodes } from './input-codes.ts'
import type { Cell } from './situation-features.ts'

const inputs: readonly InputColumn[] = [
  { of: 'event-type', name: 'EVENT_TYPE', kind: 'category', borders: [], values: ['buy', 'view'] },
  gapColumn,
  { of: 'context', name: 'DEVICE', kind: 'category', borders: [], values: ['phone', 'tv'] },
  { of: 'context', name: 'HOUR', kind: 'number', borders: [6, 12], values: ['0', '1', '2'] },
]

function blendWith(lengthMax: number, columns: readonly InputColumn[] | undefined) {
  const shape = { itemCount: 0, dimension: 16, blockCount: 1, headCount: 2, hiddenWidth: 16, lengthMax }
  const params = {
    shape: { ...shape, hasDistanceBiases: false },
    ...{ weights: new Float32Array(0), logPrior: new Float32Array(0) },
    ...(columns && { inputs: columns }),
  }
  const part = { name: 'sequence', shape: 'sequence', params } as const
  return { parts: [{ part, weight: 1 }], repeatOffset: 0, temperature: 1, cold: new Float32Array(0) }
}

const past: readonly Readonly<Record<string, Cell>>[] = [
  { EVENT_TYPE: 'view', TIMESTAMP: 100, DEVICE: 'tv', HOUR: 3 },
  { EVENT_TYPE: 'buy', TIMESTAMP: 107, DEVICE: 'phone', HOUR: 13 },
  { EVENT_TYPE: 'share', TIMESTAMP: 200, DEVICE: null, HOUR: null },
]
const pastCell = (at: number, column: string): Cell => past[at]![column]!

test('codes of a history: what happened as it was, contexts one ahead up to the one that is asked in', () => {
  const codes = InputCodes.for(blendWith(10, inputs))!.of({ pastCell, context: { device: 'tv', HOUR: '6' } }, 3)
  assert.deepEqual(
    codes?.map(column => Array.from(column ?? [])),
    [[2, 1, 0], [...timeGapCodes([100, 107, 200])], [1, 0, 2], [3, 0, 2]],
  )
})

test('a context that is not given, or was never seen, hides its column and no other', () => {
  const codes = InputCodes.for(blendWith(10, inputs))!.of({ pastCell, context: { DEVICE: 'fridge' } }, 3)
  assert.deepEqual(
    codes?.map(column => column === undefined),
    [false, false, true, true],
  )
})

test('no more is read than the model looks at, and the gap before that', () => {
  const asked: number[] = []
  const noting = (at: number, column: string): Cell => {
    asked.push(at)
    return pastCell(at, column)
  }
  const codes = InputCodes.for(blendWith(1, inputs.slice(0, 2)))!.of({ pastCell: noting }, 3)
  assert.deepEqual([codes?.[0]?.[2], codes?.[1]?.[2]], [0, timeGapCodes([107, 200])[1]])
  assert.deepEqual([...new Set(asked)].sort(), [1, 2])
})

test('nothing for a model without columns, or of somebody of whom items alone are known', () => {
  assert.equal(InputCodes.for(blendWith(10, undefined)), undefined)
  assert.equal(InputCodes.for(blendWith(10, inputs))!.of({ context: { DEVICE: 'tv' } }, 3), undefined)
  assert.equal(InputCodes.for(blendWith(10, inputs))!.of(undefined, 3), undefined)
})
