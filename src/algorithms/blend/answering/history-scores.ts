/**
 * What one history makes of the catalogue, in three layers that are added up for an item when its score is asked for:
 *
 *   score(j) = standing(j) + overlay(j) + Σ_t ⟨query_t, vector_t(j)⟩ + everywhere
 *
 * standing: no history changes it; overlay: parts of rows and repeats, for the items they touch; a query for each table of
 * vectors. Standardising costs no pass over the catalogue: what it takes from every item alike is `everywhere`, which
 * changes no order and no share. Equal to `scoreCatalogue` but for rounding.
 */

import type { ContextCodes } from '../../sequence-model/context.ts'
import { encodeHistory } from '../../sequence-model/encode.ts'
import { depthOf } from '../history-depth.ts'
import type { BlendParams, FactorsShape, SequenceShape, WeightedPart } from '../params.ts'
import type { PreparedBlend } from '../prepared/prepare.ts'
import { scaleOfQuery, tableIndex, tablesOf, type VectorTable } from '../prepared/vector-table.ts'
import { FactScores, type SummedLayers } from './fact-scores.ts'
import { Overlay } from './overlay.ts'
import { SparseSum } from './sparse-sum.ts'
import { StandingScores } from './standing-scores.ts'

/** Of a sum of a few 32-bit numbers. */
const roundingShare = 1e-5

export class HistoryScores implements SummedLayers {
  readonly overlay: Overlay
  readonly tables: readonly VectorTable[]
  /** For each table a number for each column; all 0 where vectors have no say. */
  readonly queries: readonly Float64Array[]
  /** Whether vectors have a say in the scores of this history. */
  hasQueries = false
  standing: StandingScores
  everywhere = 0
  /** Where new items or an objective have a say; to be settled once all is added that is known of a request. */
  readonly facts: FactScores | undefined
  readonly #params: BlendParams
  readonly #prepared: PreparedBlend
  readonly #tableOfPart: ReadonlyMap<unknown, number>
  readonly #sparse: SparseSum
  readonly #base: StandingScores
  readonly #cold: StandingScores

  constructor(params: BlendParams, prepared: PreparedBlend) {
    this.#params = params
    this.#prepared = prepared
    const tables = tablesOf(params.parts.map(({ part }) => part))
    this.tables = prepared.asked ?? tables
    this.#tableOfPart = new Map(params.parts.map(({ part }) => [part, tableIndex(tables, part)]))
    this.queries = (prepared.vectors?.tables ?? []).map(({ means }) => new Float64Array(means.length))
    this.overlay = new Overlay(params.cold.length)
    this.#sparse = new SparseSum(params.cold.length)
    this.#base = new StandingScores(prepared.base)
    this.#cold = new StandingScores(prepared.cold)
    this.standing = this.#cold
    this.facts = prepared.layers && new FactScores(prepared.layers, this)
  }

  get itemCount(): number {
    return this.#params.cold.length
  }

  get byteCount(): number {
    const standing = 2 * (4 + 4)
    const perItem = standing + (this.facts ? FactScores.bytesPerItem : 0)
    const asked = (this.#prepared.asked ?? []).map(({ vectors }) => vectors.byteLength)
    return asked.reduce((sum, bytes) => sum + bytes, perItem * this.itemCount) + this.ownByteCount
  }

  /** Beside what was prepared. The encoder of a sequence model has a copy of it. */
  get ownByteCount(): number {
    const perItem = Overlay.bytesPerItem + SparseSum.bytesPerItem
    const models = this.#params.parts.map(({ part }) =>
      part.shape === 'sequence' ? part.params.weights.byteLength : 0,
    )
    return models.reduce((sum, bytes) => sum + bytes, perItem * this.itemCount)
  }

  read(history: ArrayLike<number>, contexts?: ContextCodes): void {
    const { parts, temperature, repeatOffset } = this.#params
    this.overlay.clear()
    this.hasQueries = false
    this.everywhere = 0
    this.standing = history.length === 0 ? this.#cold : this.#base
    this.facts?.begin(history)
    for (const query of this.queries) query.fill(0)
    if (history.length === 0) return
    for (const weighted of parts) {
      const { part, weight } = weighted
      if (part.shape === 'rows')
        this.everywhere += this.#sparse.addTo(this.overlay, part, temperature * weight, history)
      else if (part.shape !== 'prior') this.#addQuery(weighted, part, history, contexts)
    }
    for (const item of new Set(Array.from(history))) this.overlay.add(item, repeatOffset)
  }

  /** But for `everywhere`. */
  scoreOf(item: number): number {
    const score = this.sumOf(item, this.standing.scores[item]!)
    return this.facts ? score + this.facts.amountOf(item) : score
  }

  /** Of the layers, with this for the standing score. */
  sumOf(item: number, standing: number): number {
    let score = Math.fround(standing + this.overlay.amounts[item]!)
    if (!this.hasQueries) return score
    for (let at = 0; at < this.tables.length; at++) {
      const { vectors, width, biases } = this.tables[at]!
      const query = this.queries[at]!
      const from = item * width
      for (let k = 0; k < width; k++) score += query[k]! * vectors[from + k]!
      if (biases) score += query[width]! * biases[item]!
    }
    return score
  }

  /** By item what its score is not above: any vector of a table counts as its longest, in the direction of the query. */
  reach(): (item: number) => number {
    const { scores } = this.standing
    const { amounts } = this.overlay
    const { facts } = this
    const most = this.hasQueries ? this.#mostOfQueries() : 0
    // Sums of 32-bit numbers are rounded, by as much as the numbers are great, however little is left of them.
    const boundOf = (standing: number, amount: number, ofFacts: number): number => {
      const sum = standing + amount + ofFacts
      const size = Math.abs(standing) + Math.abs(amount) + Math.abs(ofFacts)
      return sum > Number.NEGATIVE_INFINITY ? sum + most + roundingShare * (size + most) : sum
    }
    return item => boundOf(scores[item]!, amounts[item]!, facts?.amountOf(item) ?? 0)
  }

  #mostOfQueries(): number {
    let most = 0
    for (const [at, { lengths, biasLeast, biasMost }] of (this.#prepared.vectors?.reach.tables ?? []).entries()) {
      const query = this.queries[at]!
      const { width } = this.tables[at]!
      const bias = query[width] ?? 0
      most += Math.hypot(...query.subarray(0, width)) * greatest(lengths)
      most += Math.abs(bias) * Math.max(greatest(biasLeast), greatest(biasMost))
    }
    return most
  }

  #addQuery(
    { part: key, weight }: WeightedPart,
    part: FactorsShape | SequenceShape,
    history: ArrayLike<number>,
    contexts: ContextCodes | undefined,
  ): void {
    const at = this.#tableOfPart.get(key)!
    const own = part.shape === 'factors' ? factorsQuery(part, history) : sequenceQuery(part, history, contexts)
    const { mean, deviation } = scaleOfQuery(this.#prepared.vectors!.tables[at]!, own)
    if (deviation === 0) return
    const factor = (this.#params.temperature * weight) / deviation
    const query = this.queries[at]!
    for (let k = 0; k < query.length; k++) query[k]! += factor * own[k]!
    this.everywhere -= factor * mean
    this.hasQueries = true
  }
}

function greatest(numbers: ArrayLike<number>): number {
  let most = 0
  for (let at = 0; at < numbers.length; at++) most = Math.max(most, Math.abs(numbers[at]!))
  return most
}

export function factorsQuery({ form, inputs, dimension }: FactorsShape, history: ArrayLike<number>) {
  const query = new Float64Array(dimension)
  const depth = depthOf(form, history.length)
  let weight = 1
  for (let back = 0; back < depth; back++) {
    const from = history[history.length - 1 - back]! * dimension
    for (let k = 0; k < dimension; k++) query[k]! += weight * inputs[from + k]!
    weight *= form.decay
  }
  return query
}

/** Biases count once. */
export function sequenceQuery(
  { params }: SequenceShape,
  history: ArrayLike<number>,
  contexts?: ContextCodes,
): Float64Array {
  const query = new Float64Array(params.shape.dimension + 1)
  query.set(encodeHistory(params, history, contexts))
  query[params.shape.dimension] = 1
  return query
}
