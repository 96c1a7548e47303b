/**
 * From the situation of a request to the features of a model: context keys in any case [inferred: runtime page, 3.7], cells
 * of the user's record as they are now. What the model has never seen has no feature, and so no effect.
 */

import type { SituationLifts } from '../algorithms/situation-lifts/params.ts'
import { addLifts } from '../algorithms/situation-lifts/score.ts'
import { bucketOf, featureKey, type SituationColumn } from '../algorithms/situations.ts'
import { IdTable } from '../artifacts/id-table.ts'

export type Cell = number | string | boolean | readonly string[] | null

/** Absent parts are not known. */
export interface Situation {
  readonly context?: Readonly<Record<string, string>>
  /** By the name of a column of the Users schema in upper case. */
  readonly userCell?: (column: string) => Cell
}

export class SituationFeatures {
  readonly #lifts: SituationLifts
  readonly #names: IdTable

  constructor(lifts: SituationLifts) {
    this.#lifts = lifts
    this.#names = new IdTable(lifts.names)
  }

  of({ context = {}, userCell = () => null }: Situation): Uint32Array {
    const given = new Map(Object.entries(context).map(([key, value]) => [key.toUpperCase(), value]))
    const features: number[] = []
    for (const [at, column] of this.#lifts.columns.entries()) {
      const cell = column.source === 'user' ? userCell(column.name) : (given.get(column.name) ?? null)
      for (const value of valuesOf(column, cell)) {
        const feature = this.#names.indexOf(featureKey(at, value))
        if (feature >= 0) features.push(feature)
      }
    }
    return Uint32Array.from(features)
  }

  /** Adds to log-scores what the situation lifts. */
  addTo(scores: Float32Array, situation: Situation, isCold: boolean): void {
    addLifts(this.#lifts, this.of(situation), isCold, scores)
  }
}

/** As training names them: numbers by bucket, several values of a user's cell one by one. */
function valuesOf({ source, kind, borders }: SituationColumn, cell: Cell): readonly string[] {
  if (cell === null || cell === '') return []
  if (kind === 'number') {
    const number = Number(cell)
    return Number.isNaN(number) ? [] : [String(bucketOf(borders, number))]
  }
  if (source === 'context') return [String(cell)]
  const parts = Array.isArray(cell) ? cell : String(cell).split('|')
  return [...new Set(parts.map(part => String(part).trim()).filter(part => part !== ''))]
}
