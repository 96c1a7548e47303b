/**
 * Where the score of an item comes from: what each interaction of the history adds to it, and what is there without any.
 *
 * A part of rows or factors is a sum over the history, and standardising subtracts each summand's own mean, so their
 * amounts are exact: events + start + repeat = log-score. The sequence model is no sum; an interaction's amount is what the
 * score loses when it is left out, and `together` is what the amounts do not account for. Amounts are in units of the
 * log-score, above or below the catalogue's mean.
 *
 * Goes in steps, since leaving out each of fifty interactions takes fifty scorings: whoever runs it breathes at each yield.
 */

import type { BlendParams, FactorsShape, Part, RowsShape, WeightedPart } from './params.ts'
import { scorePart } from './score-part.ts'
import { scaleOf } from './standardise.ts'

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
    shares.push({ of: weighted, each: yield* sharesOf(weighted, params, history, items) })
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

function* sharesOf(
  { part, weight }: WeightedPart,
  { temperature, cold }: BlendParams,
  history: ArrayLike<number>,
  items: readonly number[],
): Steps<readonly Share[]> {
  const scores = new Float32Array(cold.length)
  scorePart(part, history, scores)
  const { mean, deviation } = scaleOf(scores)
  const factor = deviation > 0 ? (temperature * weight) / deviation : 0
  const amounts = items.map(item => factor * (scores[item]! - mean))
  switch (part.shape) {
    case 'prior':
      return amounts.map(amount => ({ events: new Float64Array(history.length), rest: amount, amount }))
    case 'rows':
      return items.map(item => summed(rowAmounts(part, history, item, cold.length), factor))
    case 'factors': {
      const means = yield* meansOf(part)
      return items.map(item => summed(factorAmounts(part, history, item, means), factor))
    }
    case 'sequence':
      return yield* leftOut({ part, history, items, factor: temperature * weight, amounts, scores })
  }
}

function summed(raw: Float64Array, factor: number): Share {
  const events = raw.map(amount => factor * amount)
  return { events, rest: 0, amount: events.reduce((sum, amount) => sum + amount, 0) }
}

/** As `readHistory` of `score-part.ts`: the newest of a window, each step back weighing less. */
function* weightsOf(
  { window, decay }: RowsShape['form'],
  length: number,
): Generator<readonly [place: number, weight: number]> {
  for (let back = 0; back < Math.min(window, length); back++) yield [length - 1 - back, decay ** back]
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

interface LeavingOut {
  readonly part: Part
  readonly history: ArrayLike<number>
  readonly items: readonly number[]
  readonly factor: number
  /** With the whole history. */
  readonly amounts: readonly number[]
  readonly scores: Float32Array<ArrayBuffer>
}

function* leftOut({ part, history, items, factor, amounts, scores }: LeavingOut): Steps<readonly Share[]> {
  const events = items.map(() => new Float64Array(history.length))
  for (let place = history.length - 1; place >= Math.max(0, history.length - leftOutMax); place--) {
    scorePart(part, without(history, place), scores)
    const { mean, deviation } = scaleOf(scores)
    for (const [at, item] of items.entries()) {
      const amount = deviation > 0 ? (factor * (scores[item]! - mean)) / deviation : 0
      events[at]![place] = amounts[at]! - amount
    }
    yield
  }
  return events.map((own, at) => {
    const amount = amounts[at]!
    return { events: own, rest: amount - own.reduce((sum, one) => sum + one, 0), amount }
  })
}

const without = (history: ArrayLike<number>, place: number): number[] =>
  Array.from(history).filter((_, at) => at !== place)

/** All steps at once, for those who have the time. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
