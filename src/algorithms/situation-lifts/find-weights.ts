/**
 * Weights of the columns, by the likelihood of held-out items among the items that could have come: the log-scores of the
 * blend plus the weighted lifts, through a softmax. The likelihood has one peak, which Newton steps along one column after
 * the other reach. All columns of a source together must make the held-out items likelier beyond doubt, else none is used;
 * so data whose columns say nothing keep the model they would have without them.
 */

export interface LiftCase {
  /** Log-scores of the items that could come. */
  readonly base: Float32Array
  /** Column after column: `lifts[column * base.length + place]`. */
  readonly lifts: Float32Array
  /** Place of what came. */
  readonly target: number
}

/** Columns that must prove themselves together. */
export type ColumnGroup = readonly number[]

const roundCount = 6
/** No weight moved farther in a round: it is found. */
const still = 0.005
const weightMax = 2
/** Pulls weights to 0, so that few cases do not give large ones. */
const pull = 10
/** Standard errors by which the likelihood must rise: with a group of columns, and with each one of it. */
const [groupDoubt, columnDoubt] = [2.5, 1]

export function findLiftWeights(
  cases: readonly LiftCase[],
  columnCount: number,
  groups: readonly ColumnGroup[],
): readonly number[] {
  const search = new WeightSearch(cases, columnCount)
  for (const group of cases.length > 0 ? groups : []) {
    const before = search.logLikelihoods()
    search.climb(group)
    for (const column of [...group].sort((one, other) => search.weights[one]! - search.weights[other]!))
      search.dropIfIdle(column)
    search.climb(group.filter(column => search.weights[column]! > 0))
    if (!isLikelier(search.logLikelihoods(), before, groupDoubt)) for (const column of group) search.move(column, 0)
  }
  return search.weights
}

class WeightSearch {
  readonly weights: number[]
  readonly #cases: readonly LiftCase[]
  /** Of each case with the weights of now. */
  readonly #scores: readonly Float64Array[]

  constructor(cases: readonly LiftCase[], columnCount: number) {
    this.weights = new Array<number>(columnCount).fill(0)
    this.#cases = cases
    this.#scores = cases.map(({ base }) => Float64Array.from(base))
  }

  move(column: number, weight: number): void {
    const change = weight - this.weights[column]!
    if (change === 0) return
    this.weights[column] = weight
    for (const [at, { lifts, base }] of this.#cases.entries()) {
      const scores = this.#scores[at]!
      const from = column * base.length
      for (let place = 0; place < scores.length; place++) scores[place]! += change * lifts[from + place]!
    }
  }

  climb(columns: ColumnGroup): void {
    for (let round = 0, farthest = 1; round < roundCount && farthest > still; round++) {
      farthest = 0
      for (const column of columns) {
        const before = this.weights[column]!
        const { slope, curvature } = this.#slopeAt(column)
        const step = (slope - pull * before) / (curvature + pull)
        this.move(column, Math.min(weightMax, Math.max(0, before + step)))
        farthest = Math.max(farthest, Math.abs(this.weights[column]! - before))
      }
    }
  }

  /** Where the others do as well without it. */
  dropIfIdle(column: number): void {
    const weight = this.weights[column]!
    const withIt = this.logLikelihoods()
    this.move(column, 0)
    if (isLikelier(withIt, this.logLikelihoods(), columnDoubt)) this.move(column, weight)
  }

  logLikelihoods(): Float64Array {
    return Float64Array.from(this.#cases, ({ target }, at) =>
      Math.log(Math.max(Number.MIN_VALUE, sharesOf(this.#scores[at]!)[target]!)),
    )
  }

  /** Of the log-likelihood by one weight. */
  #slopeAt(column: number): { readonly slope: number; readonly curvature: number } {
    let [slope, curvature] = [0, 0]
    for (const [at, { lifts, target, base }] of this.#cases.entries()) {
      const from = column * base.length
      const shares = sharesOf(this.#scores[at]!)
      let [mean, square] = [0, 0]
      for (let place = 0; place < base.length; place++) {
        const lift = lifts[from + place]!
        mean += shares[place]! * lift
        square += shares[place]! * lift * lift
      }
      slope += lifts[from + target]! - mean
      curvature += square - mean * mean
    }
    return { slope, curvature }
  }
}

function sharesOf(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (let place = 0; place < scores.length; place++) if (scores[place]! > highest) highest = scores[place]!
  const shares = new Float64Array(scores.length)
  let sum = 0
  for (let place = 0; place < scores.length; place++) {
    shares[place] = Math.exp(scores[place]! - highest)
    sum += shares[place]!
  }
  for (let place = 0; place < scores.length; place++) shares[place]! /= sum
  return shares
}

/** Beyond doubt, by the mean of the differences. */
function isLikelier(now: Float64Array, before: Float64Array, doubt: number): boolean {
  let [sum, squares] = [0, 0]
  for (let at = 0; at < now.length; at++) {
    const gain = now[at]! - before[at]!
    sum += gain
    squares += gain * gain
  }
  const mean = sum / now.length
  const error = Math.sqrt(Math.max(0, squares / now.length - mean * mean) / Math.max(1, now.length - 1))
  return mean > 0 && mean > doubt * error
}
