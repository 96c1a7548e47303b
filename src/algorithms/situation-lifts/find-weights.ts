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
  const weights = new Array<number>(columnCount).fill(0)
  if (cases.length === 0) return weights
  for (const group of groups) {
    const before = logLikelihoods(cases, weights)
    climb(cases, group, weights)
    for (const column of [...group].sort((one, other) => weights[one]! - weights[other]!)) {
      const without = weights.with(column, 0)
      if (!isLikelier(cases, weights, logLikelihoods(cases, without), columnDoubt)) weights[column] = 0
    }
    climb(
      cases,
      group.filter(column => weights[column]! > 0),
      weights,
    )
    if (!isLikelier(cases, weights, before, groupDoubt)) for (const column of group) weights[column] = 0
  }
  return weights
}

function climb(cases: readonly LiftCase[], columns: ColumnGroup, weights: number[]): void {
  for (let round = 0; round < roundCount; round++)
    for (const column of columns) {
      const { slope, curvature } = slopeAt(cases, weights, column)
      const step = (slope - pull * weights[column]!) / (curvature + pull)
      weights[column] = Math.min(weightMax, Math.max(0, weights[column]! + step))
    }
}

/** Of the log-likelihood by one weight. */
function slopeAt(cases: readonly LiftCase[], weights: readonly number[], column: number) {
  let [slope, curvature] = [0, 0]
  for (const one of cases) {
    const { lifts, target, base } = one
    const from = column * base.length
    const shares = sharesOf(one, weights)
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

function sharesOf(one: LiftCase, weights: readonly number[]): Float64Array {
  const shares = logScores(one, weights)
  let highest = Number.NEGATIVE_INFINITY
  for (let place = 0; place < shares.length; place++) highest = Math.max(highest, shares[place]!)
  let sum = 0
  for (let place = 0; place < shares.length; place++) sum += shares[place] = Math.exp(shares[place]! - highest)
  for (let place = 0; place < shares.length; place++) shares[place]! /= sum
  return shares
}

function logScores({ base, lifts }: LiftCase, weights: readonly number[]): Float64Array {
  const scores = new Float64Array(base)
  for (let column = 0; column < weights.length; column++) {
    const weight = weights[column]!
    if (weight === 0) continue
    const from = column * base.length
    for (let place = 0; place < scores.length; place++) scores[place]! += weight * lifts[from + place]!
  }
  return scores
}

const logLikelihoods = (cases: readonly LiftCase[], weights: readonly number[]): Float64Array =>
  Float64Array.from(cases, one => Math.log(Math.max(Number.MIN_VALUE, sharesOf(one, weights)[one.target]!)))

function isLikelier(
  cases: readonly LiftCase[],
  weights: readonly number[],
  before: Float64Array,
  doubt: number,
): boolean {
  const now = logLikelihoods(cases, weights)
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
