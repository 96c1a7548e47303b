/**
 * What a sequence model takes beside items, of a history as it is now: the codes of its columns, made of the profile's cells
 * and the context of the request as training makes them of the datasets (`training/trainers/blend/sequence-inputs.ts`).
 */

import type { ContextCodes } from '../algorithms/sequence-model/context.ts'
import { timeGapCodes } from '../algorithms/sequence-model/context.ts'
import type { InputColumn } from '../algorithms/sequence-model/input-columns.ts'
import type { BlendModel } from '../artifacts/recommender-artifact.ts'
import { type Cell, type Situation, upperCased, valuesOf } from './situation-features.ts'

export class InputCodes {
  readonly #columns: readonly InputColumn[]
  /** Of each column, by value. */
  readonly #codes: readonly ReadonlyMap<string, number>[]
  readonly #lengthMax: number

  private constructor(columns: readonly InputColumn[], lengthMax: number) {
    this.#columns = columns
    this.#codes = columns.map(({ values }) => new Map(values.map((value, place) => [value, place + 1])))
    this.#lengthMax = lengthMax
  }

  /** Undefined where the model takes nothing but items. */
  static for({ parts }: BlendModel['params']): InputCodes | undefined {
    const part = parts.find(one => one.part.shape === 'sequence')?.part
    if (part?.shape !== 'sequence' || !part.params.inputs) return undefined
    return new InputCodes(part.params.inputs, part.params.shape.lengthMax)
  }

  /** Undefined where nothing is known. */
  of(situation: Situation | undefined, length: number): ContextCodes | undefined {
    const cellAt = situation?.pastCell
    if (cellAt === undefined) return undefined
    const given = upperCased(situation?.context ?? {})
    const first = Math.max(0, length - this.#lengthMax)
    return this.#columns.map((column, at) => {
      if (column.of === 'gap') return gapsFrom(first, length, place => Number(cellAt(place, column.name)))
      const codeOf = (cell: Cell): number => this.#codes[at]!.get(valueIn(column, cell) ?? '') ?? 0
      const codes = new Uint32Array(length)
      if (column.of === 'event-type') {
        for (let place = first; place < length; place++) codes[place] = codeOf(cellAt(place, column.name))
        return codes
      }
      // Nothing is known of the whole column where the situation of now is not.
      const now = codeOf(given.get(column.name) ?? null)
      if (now === 0) return undefined
      for (let place = first; place + 1 < length; place++) codes[place] = codeOf(cellAt(place + 1, column.name))
      codes[length - 1] = now
      return codes
    })
  }
}

const valueIn = ({ kind, borders }: InputColumn, cell: Cell): string | undefined =>
  valuesOf({ source: 'context', kind, borders }, cell)[0]

/** From one before, so that the first that is looked at has its gap. */
function gapsFrom(first: number, length: number, timeAt: (place: number) => number): Uint32Array {
  const from = Math.max(0, first - 1)
  const codes = new Uint32Array(length)
  codes.set(timeGapCodes(Float64Array.from({ length: length - from }, (_, at) => timeAt(from + at))), from)
  return codes
}
