/**
 * From the situation of a request to the features of a model: context keys in any case [inferred: runtime page, 3.7], cells
 * of the user's record as they are now. What the model has never seen has no feature, and so no effect.
 */

import { ownLifts } from '../algorithms/situation-lifts/own.ts'
import type { SituationLifts } from '../algorithms/situation-lifts/params.ts'
import { eachLift } from '../algorithms/situation-lifts/score.ts'
import { bucketOf, featureKey, type SituationColumn } from '../algorithms/situations.ts'
import { IdTable } from '../artifacts/id-table.ts'

export type Cell = number | string | boolean | readonly string[] | null

/** Absent parts are not known. */
export interface Situation {
  readonly context?: Readonly<Record<string, string>>
  /** By the name of a column of the Users schema in upper case. */
  readonly userCell?: (column: string) => Cell
  /**
   * Of the history: what was known of each of its interactions, by the name of a column of interactions; EVENT_TYPE and
   * TIMESTAMP are such columns too.
   */
  readonly pastCell?: (at: number, column: string) => Cell
}

export class SituationFeatures {
  readonly #lifts: SituationLifts
  readonly #names: IdTable

  constructor(lifts: SituationLifts) {
    this.#lifts = lifts
    this.#names = new IdTable(lifts.names)
  }

  of({ context = {}, userCell = () => null }: Situation): Uint32Array {
    const given = upperCased(context)
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

  /** What the situation adds to log-scores, for everybody and by the habits of the history. */
  each(situation: Situation, history: ArrayLike<number>, use: (item: number, lift: number) => void): void {
    eachLift(this.#lifts, this.of(situation), history.length === 0, use)
    this.#eachOwn(situation, history, use)
  }

  #eachOwn(
    { context = {}, pastCell }: Situation,
    history: ArrayLike<number>,
    use: (item: number, lift: number) => void,
  ): void {
    if (pastCell === undefined) return
    const given = upperCased(context)
    const { columns, weights } = this.#lifts
    for (const [at, column] of columns.entries()) {
      const weight = weights.own[at]!
      const [now] = valuesOf(column, given.get(column.name) ?? null)
      if (weight === 0 || now === undefined) continue
      const isSame = (place: number): boolean => valuesOf(column, pastCell(place, column.name))[0] === now
      ownLifts(history, isSame, (item, lift) => use(item, weight * lift))
    }
  }
}

export const upperCased = (context: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(context).map(([key, value]) => [key.toUpperCase(), value]))

/** As training names them: numbers by bucket, several values of a user's cell one by one. */
export function valuesOf(
  { source, kind, borders }: Pick<SituationColumn, 'source' | 'kind' | 'borders'>,
  cell: Cell,
): readonly string[] {
  if (cell === null || cell === '') return []
  if (kind === 'number') {
    const number = Number(cell)
    return Number.isNaN(number) ? [] : [String(bucketOf(borders, number))]
  }
  if (source === 'context') return [Array.isArray(cell) ? cell.join('|') : String(cell)]
  const parts = Array.isArray(cell) ? cell : String(cell).split('|')
  return [...new Set(parts.map(part => String(part).trim()).filter(part => part !== ''))]
}
