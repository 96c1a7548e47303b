/**
 * The scores of `scoreCatalogue` for many histories of one model, as serving needs them: what no history changes is added
 * up once, and parts of rows cost what they touch (`sparse-sum.ts`). Left are two passes over the catalogue, and three for
 * each part whose scores are dense. Equal to `scoreCatalogue` but for the rounding of sums in another order.
 */

import type { ContextCodes } from '../../sequence-model/context.ts'
import type { BlendParams, WeightedPart } from '../params.ts'
import { rowProductBytes } from '../row-products.ts'
import { scorePart } from '../score-part.ts'
import { scaleOf } from '../standardise.ts'
import { Overlay } from './overlay.ts'
import { SparseSum } from './sparse-sum.ts'

type Scores = Float32Array<ArrayBuffer>

export class CatalogueScores {
  readonly #params: BlendParams
  readonly #scores: Scores
  readonly #scratch: Scores
  readonly #sparse: SparseSum
  readonly #overlay: Overlay
  /** Of the parts that no history changes. */
  readonly #base: Scores

  constructor(params: BlendParams) {
    const itemCount = params.cold.length
    this.#params = params
    this.#scores = new Float32Array(itemCount)
    this.#scratch = new Float32Array(itemCount)
    this.#base = new Float32Array(itemCount)
    this.#sparse = new SparseSum(itemCount)
    this.#overlay = new Overlay(itemCount)
    for (const part of params.parts) if (part.part.shape === 'prior') this.#addDense(part, [], this.#base)
  }

  /** Factors and the sequence model are copied to where kernels can read them. */
  static byteCountOf({ parts, cold }: BlendParams): number {
    const perItem = 12 + SparseSum.bytesPerItem + Overlay.bytesPerItem
    return parts.reduce((sum, { part }) => {
      if (part.shape === 'factors') return sum + rowProductBytes(cold.length, part.dimension)
      return part.shape === 'sequence' ? sum + part.params.weights.byteLength : sum
    }, perItem * cold.length)
  }

  /** Log-scores; the array is written anew by the next call. */
  after(history: ArrayLike<number>, contexts?: ContextCodes): Scores {
    const { cold, parts, temperature, repeatOffset } = this.#params
    const scores = this.#scores
    if (history.length === 0) {
      scores.set(cold)
      return scores
    }
    scores.set(this.#base)
    let everywhere = 0
    for (const weighted of parts) {
      const { part, weight } = weighted
      if (part.shape === 'rows') everywhere += this.#sparse.addTo(this.#overlay, part, temperature * weight, history)
      else if (part.shape !== 'prior') this.#addDense(weighted, history, scores, contexts)
    }
    for (const item of new Set(Array.from(history))) this.#overlay.add(item, repeatOffset)
    const { amounts } = this.#overlay
    for (let item = 0; item < scores.length; item++) scores[item]! += amounts[item]! + everywhere
    this.#overlay.clear()
    return scores
  }

  #addDense({ part, weight }: WeightedPart, history: ArrayLike<number>, scores: Scores, contexts?: ContextCodes): void {
    const own = this.#scratch
    scorePart(part, history, own, contexts)
    const { mean, deviation } = scaleOf(own)
    if (deviation === 0) return
    const factor = (this.#params.temperature * weight) / deviation
    for (let item = 0; item < scores.length; item++) scores[item]! += factor * (own[item]! - mean)
  }
}
