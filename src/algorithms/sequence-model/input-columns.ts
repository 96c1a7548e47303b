/**
 * What a trained model takes beside items, so that training, updates and requests give the same codes: event types, context
 * columns, the time since the interaction before. Event types and gaps are known of an interaction that has happened; a
 * context column is looked at one step ahead, so that the situation in which somebody asks decides as well.
 */

import { timeGapCodeCount } from './context.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import type { SequenceModelParams } from './params.ts'

export interface InputColumn {
  readonly of: 'event-type' | 'gap' | 'context'
  /** As in the schema, upper case. */
  readonly name: string
  readonly kind: 'category' | 'number'
  /** Of numbers: where one bucket ends and the next begins, rising. */
  readonly borders: readonly number[]
  /** The code of a value is one more than its place; none of gaps. */
  readonly values: readonly string[]
}

export const gapColumn: InputColumn = { of: 'gap', name: 'TIMESTAMP', kind: 'number', borders: [], values: [] }

export const inputKey = ({ of, name }: InputColumn): string => `${of}:${name}`

export const codeCountOf = ({ of, values }: InputColumn): number =>
  of === 'gap' ? timeGapCodeCount : values.length + 1

/**
 * The same model for other columns: a value keeps its vector wherever its code moved, one that was never seen counts as
 * unknown, and a column that is left out is unknown for good, which is a part of every position's vector.
 */
export function withInputs(params: SequenceModelParams, inputs: readonly InputColumn[]): SequenceModelParams {
  const { shape: former, weights: from, inputs: known = [] } = params
  const { contextSizes: _, ...plain } = former
  const shape: ModelShape = { ...plain, ...(inputs.length > 0 && { contextSizes: inputs.map(codeCountOf) }) }
  const [layout, formerLayout] = [layoutOf(shape), layoutOf(former)]
  const weights = new Float32Array(layout.length)
  const [bottom, formerTop] = [layout.positions + shape.lengthMax * shape.dimension, topOf(formerLayout)]
  weights.set(from.subarray(0, bottom))
  weights.set(from.subarray(formerTop), topOf(layout))
  for (const [column, input] of inputs.entries()) {
    const at = known.findIndex(one => inputKey(one) === inputKey(input))
    if (at < 0) continue
    for (let code = 0; code < codeCountOf(input); code++) {
      const row = formerLayout.contexts[at]! + codeIn(known[at]!, input, code) * shape.dimension
      weights.set(from.subarray(row, row + shape.dimension), layout.contexts[column]! + code * shape.dimension)
    }
  }
  for (const [at, input] of known.entries())
    if (!inputs.some(one => inputKey(one) === inputKey(input)))
      addToPositions(weights, layout.positions, shape, from.subarray(formerLayout.contexts[at]!))
  const { inputs: __, ...rest } = params
  return { ...rest, shape, weights, ...(inputs.length > 0 && { inputs }) }
}

/** Where what comes after the context tables begins. */
const topOf = ({ blocks, finalNorm }: ReturnType<typeof layoutOf>): number => blocks[0]?.attentionNorm ?? finalNorm

/** The former code of what now has this one; that of the unknown for what is new, or lies in another bucket. */
function codeIn(former: InputColumn, { of, values, borders }: InputColumn, code: number): number {
  if (of === 'gap' || code === 0) return code
  if (String(former.borders) !== String(borders)) return 0
  return former.values.indexOf(values[code - 1]!) + 1
}

function addToPositions(
  weights: Float32Array,
  positions: number,
  { lengthMax, dimension }: ModelShape,
  unknown: Float32Array,
): void {
  for (let at = 0; at < lengthMax * dimension; at++) weights[positions + at]! += unknown[at % dimension]!
}
