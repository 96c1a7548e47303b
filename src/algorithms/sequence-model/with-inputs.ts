/**
 * The same model for other columns: a value keeps its vector wherever its code moved, one that was never seen counts as
 * unknown, and a column that is left out is unknown for good, which is a part of every position's vector.
 */

import { codeCountOf, type InputColumn, inputKey } from './input-columns.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import type { SequenceModelParams } from './params.ts'

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
