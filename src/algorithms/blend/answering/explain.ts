/**
 * Where the score of an item comes from: what each interaction of the history adds to it, and what is there without any.
 *
 * A part of rows or factors is a sum over the history, and standardising subtracts each summand's own mean, so their
 * amounts are exact: events + start + repeat = log-score. The sequence model is no sum; an interaction's amount is what the
 * score loses when it is left out, and `together` is what the amounts do not account for. Amounts are in units of the
 * log-score, above or below the catalogue's mean.
 *
 * Goes in steps, since leaving out each of fifty interactions takes fifty encodings, and fifty scorings of every item where a
 * blend was not prepared: whoever runs it breathes at each yield.
 */

import type { ContextCodes } from '../../sequence-model/context.ts'
import { depthOf } from '../history-depth.ts'
import type { BlendParams, FactorsShape, Part, RowsShape, WeightedPart } from '../params.ts'
import type { PreparedBlend } from '../prepared/prepare.ts'
import {
  type CodedTable,
  scaleOfQuery,
  tableIndex,
  tableOf,
  tablesOf,
  type VectorTable,
} from '../prepared/vector-table.ts'
import { scorePart } from '../score-part.ts'
import { scaleOf } from '../standardise.ts'
import { factorsQuery, sequenceQuery } from './history-scores.ts'

export interface PartAmount {
  readonly name: string
  readonly weight: number
  readonly amount: number
}

export interface Explanation {
  readonly item: number
  /** All below, added up: the log-score. */
  readonly score: number
  /** By place in the history. */
  readonly events: Float64Array
  /** What no history changes: popularity; the whole score where there is no history. */
  readonly start: number
  /** Added because the item is in the history. */
  readonly repeat: number
  readonly together: number
  readonly parts: readonly PartAmount[]
}

export type Steps<T> = Generator<undefined, T, undefined>

/** Interactions that are left out one by one, the newest; what the older ones do is within `together`. */
const leftOutMax = 50

/** Of one part, for each item that is explained. */
interface Share {
  readonly events: Float64Array
  readonly rest: number
  readonly amount: number
}

export function* explain(
  params: BlendParams,
  history: ArrayLike<number>,
  items: readonly number[],
  prepared?: PreparedBlend,
  contexts?: ContextCodes,
): Steps<readonly Explanation[]> {
  const none = () => new Float64Array(history.length)
  if (history.length === 0) {
    return items.map(item => {
      const start = params.cold[item]!
      return { item, score: start, events: none(), start, repeat: 0, together: 0, parts: [] }
    })
  }
  const shares: { readonly of: WeightedPart; readonly each: readonly Share[] }[] = []
  for (const weighted of params.parts) {
    shares.push({ of: weighted, each: yield* sharesOf(weighted, { params, history, items, prepared, contexts }) })
    yield
  }
  return items.map((item, at) => {
    const events = none()
    const sums = { start: 0, together: 0 }
    for (const { of, each } of shares) {
      const { events: own, rest } = each[at]!
      for (let place = 0; place < events.length; place++) events[place]! += own[place]!
      sums[of.part.shape === 'prior' ? 'start' : 'together'] += rest
    }
    const repeat = Array.prototype.includes.call(history, item) ? params.repeatOffset : 0
    const parts = shares.map(({ of, each }) => ({
      name: of.part.name,
      weight: of.weight,
      amount: each[at]!.amount,
    }))
    const score = parts.reduce((sum, { amount }) => sum + amount, repeat)
    return { item, score, events, repeat, parts, ...sums }
  })
}

interface Explaining {
  readonly params: BlendParams
  readonly history: ArrayLike<number>
  readonly items: readonly number[]
  readonly prepared: PreparedBlend | undefined
  readonly contexts: ContextCodes | undefined
}

function* sharesOf({ part, weight }: WeightedPart, explaining: Explaining): Steps<readonly Share[]> {
  const { params, history, items } = explaining
  const { values, deviation } = standardised(part, explaining)
  const scale = params.temperature * weight
  const factor = deviation > 0 ? scale / deviation : 0
  switch (part.shape) {
    case 'prior':
      return values.map(value => ({
        events: new Float64Array(history.length),
        rest: scale * value,
        amount: scale * value,
      }))
    case 'rows':
      return items.map(item => summed(rowAmounts(part, history, item, params.cold.length), factor))
    case 'factors': {
      const means = momentsOf(part, explaining)?.means ?? (yield* meansOf(part))
      return items.map(item => summed(factorAmounts(part, history, item, means), factor))
    }
    case 'sequence':
      return yield* leftOut(part, scale, values, explaining)
  }
}

interface Standardised {
  /** Of each item that is explained: deviations from the mean of the catalogue; 0 where all are the same. */
  readonly values: readonly number[]
  readonly deviation: number
}

/** By the moments of its vectors where they are known, else by scoring every item. */
function standardised(part: Part, explaining: Explaining): Standardised {
  const { params, items, history, contexts } = explaining
  const moments = momentsOf(part, explaining)
  const query = moments && queryOf(part, history, contexts)
  const scores = new Float32Array(query ? 0 : params.cold.length)
  if (!query) scorePart(part, history, scores, contexts)
  const table = query && tableOf(part)
  const { mean, deviation } = query ? scaleOfQuery(moments, query) : scaleOf(scores)
  const scoreOf = (item: number): number => (table ? product(table, query!, item) : scores[item]!)
  return { deviation, values: items.map(item => (deviation > 0 ? (scoreOf(item) - mean) / deviation : 0)) }
}

function momentsOf(part: Part, { params, prepared }: Explaining): CodedTable | undefined {
  if (!prepared?.vectors) return undefined
  return prepared.vectors.tables[tableIndex(tablesOf(params.parts.map(one => one.part)), part)]
}

/** Of an empty history a sequence model has no vector but popularity. */
function queryOf(part: Part, history: ArrayLike<number>, contexts: ContextCodes | undefined): Float64Array | undefined {
  if (part.shape === 'factors') return factorsQuery(part, history)
  return part.shape === 'sequence' && history.length > 0 ? sequenceQuery(part, history, contexts) : undefined
}

function product({ vectors, width, biases }: VectorTable, query: Float64Array, item: number): number {
  let sum = biases ? query[width]! * biases[item]! : 0
  for (let k = 0; k < width; k++) sum += query[k]! * vectors[item * width + k]!
  return sum
}

function summed(raw: Float64Array, factor: number): Share {
  const events = raw.map(amount => factor * amount)
  return { events, rest: 0, amount: events.reduce((sum, amount) => sum + amount, 0) }
}

/** As `readHistory` of `score-part.ts`: the newest, each step back weighing less. */
function* weightsOf(form: RowsShape['form'], length: number): Generator<readonly [place: number, weight: number]> {
  const depth = depthOf(form, length)
  for (let back = 0; back < depth; back++) yield [length - 1 - back, form.decay ** back]
}

function rowAmounts(
  { rows, form }: RowsShape,
  history: ArrayLike<number>,
  item: number,
  itemCount: number,
): Float64Array {
  const amounts = new Float64Array(history.length)
  for (const [place, weight] of weightsOf(form, history.length)) {
    const row = history[place]!
    let [own, sum] = [0, 0]
    for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++) {
      if (rows.items[at] === item) own += rows.weights[at]!
      sum += rows.weights[at]!
    }
    amounts[place] = weight * (own - sum / itemCount)
  }
  return amounts
}

function factorAmounts(
  { dimension, inputs, outputs, form }: FactorsShape,
  history: ArrayLike<number>,
  item: number,
  means: Float64Array,
): Float64Array {
  const amounts = new Float64Array(history.length)
  for (const [place, weight] of weightsOf(form, history.length)) {
    let product = 0
    for (let k = 0; k < dimension; k++)
      product += inputs[history[place]! * dimension + k]! * (outputs[item * dimension + k]! - means[k]!)
    amounts[place] = weight * product
  }
  return amounts
}

const meansByOutputs = new WeakMap<Float32Array, Float64Array>()

const rowsAtOnce = 4096

/** Mean vector of all items; goes over all of them once per model. */
function* meansOf({ dimension, outputs }: FactorsShape): Steps<Float64Array> {
  const known = meansByOutputs.get(outputs)
  if (known) return known
  const sums = new Float64Array(dimension)
  const rowCount = outputs.length / dimension
  for (let row = 0; row < rowCount; row++) {
    for (let k = 0; k < dimension; k++) sums[k]! += outputs[row * dimension + k]!
    if (row % rowsAtOnce === rowsAtOnce - 1) yield
  }
  const means = sums.map(sum => sum / Math.max(1, rowCount))
  meansByOutputs.set(outputs, means)
  return means
}

function* leftOut(
  part: Part,
  scale: number,
  whole: readonly number[],
  explaining: Explaining,
): Steps<readonly Share[]> {
  const { history, items } = explaining
  const events = items.map(() => new Float64Array(history.length))
  for (let place = history.length - 1; place >= Math.max(0, history.length - leftOutMax); place--) {
    const { values } = standardised(part, { ...explaining, ...withoutEvent(explaining, place) })
    for (const [at, value] of values.entries()) events[at]![place] = scale * (whole[at]! - value)
    yield
  }
  return events.map((own, at) => {
    const amount = scale * whole[at]!
    return { events: own, rest: amount - own.reduce((sum, one) => sum + one, 0), amount }
  })
}

const withoutEvent = ({ history, contexts }: Explaining, place: number) => ({
  history: without(history, place),
  contexts: contexts?.map(codes => codes && without(codes, place)),
})

const without = (history: ArrayLike<number>, place: number): number[] =>
  Array.from(history).filter((_, at) => at !== place)

/** All steps at once, for those who have the time. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
