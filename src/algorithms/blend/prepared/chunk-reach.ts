/**
 * What the scores of items may reach, a chunk of items at a time, made when a model is loaded. The length of a vector bounds its product
 * with any query (Cauchy-Schwarz), so
 *
 *   score(j) ≤ standing(j) + Σ_t (‖query_t‖ · ‖vector_t(j)‖ + factor_t · bias_t(j)) + deviation · boost(j)
 *
 * for items that a history does not touch. Items have places by falling reach, as far as it can be told before there is a
 * query: chunks then differ much, and a search passes over those that reach neither its answer nor a share worth counting.
 */

import { orderOf } from '../../../kernels/falling-order.ts'
import type { BlendParams } from '../params.ts'
import { tableIndex, type VectorTable } from './vector-table.ts'

type Floats = Float32Array<ArrayBuffer>
type Doubles = Float64Array<ArrayBuffer>

/** Items of a chunk: few beside a catalogue, and many beside the calls that score them. */
export const chunkShift = 10
export const chunkLength = 1 << chunkShift

export const chunkCountOf = (itemCount: number): number => Math.ceil(itemCount / chunkLength)

/** By chunk. */
export interface StandingReach {
  readonly highest: Doubles
  /** log Σ e^score. */
  readonly logMass: Doubles
}

export interface TableReach {
  /** Of the longest vector. */
  readonly lengths: Doubles
  readonly biasLeast: Doubles
  readonly biasMost: Doubles
}

export interface ChunkReach {
  readonly tables: readonly TableReach[]
  readonly boosts?: Doubles
}

/** A query of each table: its length, and what biases count. */
export interface QuerySize {
  readonly length: number
  readonly bias: number
}

/** What rounding may add to a product. */
const rounding = 1 + 1e-6

/** The most that vectors, biases and an objective add to the standing score of any item of each chunk. */
export function reachedBy(
  { tables, boosts }: ChunkReach,
  queries: readonly QuerySize[],
  deviation: number,
  chunkCount: number,
): Doubles {
  const most = new Float64Array(chunkCount)
  for (const [at, { length, bias }] of queries.entries()) {
    const { lengths, biasLeast, biasMost } = tables[at]!
    const biases = bias > 0 ? biasMost : biasLeast
    for (let chunk = 0; chunk < chunkCount; chunk++) most[chunk]! += rounding * length * lengths[chunk]!
    if (bias !== 0) for (let chunk = 0; chunk < chunkCount; chunk++) most[chunk]! += bias * biases[chunk]!
  }
  if (boosts) for (let chunk = 0; chunk < chunkCount; chunk++) most[chunk]! += deviation * boosts[chunk]!
  return most
}

/** Items by place. `lengths`: of the vectors of each of the tables. */
export function orderByReach(
  base: Floats,
  { parts, temperature }: BlendParams,
  tables: readonly VectorTable[],
  lengths: readonly Doubles[],
): Uint32Array<ArrayBuffer> {
  const reach = Float32Array.from(base)
  for (const [at, { width }] of tables.entries()) {
    const own = lengths[at]!
    const square = own.reduce((sum, length) => sum + length * length, 0) / Math.max(1, own.length)
    if (square === 0) continue
    const asking = parts.filter(({ part }) => tableIndex(tables, part) === at)
    const weight = asking.reduce((sum, { weight }) => sum + Math.abs(weight), 0)
    // The length of a query whose products with vectors of no direction spread as standardising makes them.
    const queryLength = (temperature * weight * Math.sqrt(width)) / Math.sqrt(square)
    for (let item = 0; item < reach.length; item++) reach[item]! += queryLength * own[item]!
  }
  return orderOf(reach)
}

export function lengthsOf({ vectors, width }: VectorTable, itemCount: number): Doubles {
  const lengths = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    let sum = 0
    for (let at = item * width; at < (item + 1) * width; at++) sum += vectors[at]! * vectors[at]!
    lengths[item] = Math.sqrt(sum)
  }
  return lengths
}

/** Of the numbers of each chunk the greatest; -Infinity for none. */
export function mostOf(numbers: ArrayLike<number>, order: Uint32Array): Doubles {
  const most = new Float64Array(chunkCountOf(order.length)).fill(Number.NEGATIVE_INFINITY)
  for (let place = 0; place < order.length; place++) {
    const chunk = place >>> chunkShift
    most[chunk] = Math.max(most[chunk]!, numbers[order[place]!]!)
  }
  return most
}

export function standingReach(scores: Floats, order: Uint32Array): StandingReach {
  const highest = mostOf(scores, order)
  const sums = new Float64Array(highest.length)
  for (let place = 0; place < order.length; place++) {
    const chunk = place >>> chunkShift
    const score = scores[order[place]!]!
    if (score > Number.NEGATIVE_INFINITY) sums[chunk]! += Math.exp(score - highest[chunk]!)
  }
  return {
    highest,
    logMass: sums.map((sum, chunk) => (sum > 0 ? Math.log(sum) + highest[chunk]! : Number.NEGATIVE_INFINITY)),
  }
}

export function tableReach({ biases: given }: VectorTable, lengths: Doubles, order: Uint32Array): TableReach {
  const biases = given ?? new Float32Array(order.length)
  const opposite = biases.map(bias => -bias)
  return {
    lengths: mostOf(lengths, order),
    biasLeast: mostOf(opposite, order).map(most => -most),
    biasMost: mostOf(biases, order),
  }
}
