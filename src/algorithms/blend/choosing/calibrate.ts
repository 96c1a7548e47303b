/**
 * The temperature at which the softmax of the blend is likeliest to have given the held-out items. The likelihood has one
 * peak in the temperature, so a golden section finds it; each case is scored once and its catalogue kept while it is tried.
 */

import { expSum } from '../../../kernels/exp-sum.ts'
import type { WeightedPart } from '../params.ts'
import { addParts } from '../score.ts'
import type { Case } from './hold-out.ts'

/** Scores kept at a time: 32 MB, read once a step. */
const floatCountMax = 8e6
const caseCountMax = 1000

const [coldest, hottest] = [Math.log(0.02), Math.log(20)]
const stepCount = 20
const golden = (Math.sqrt(5) - 1) / 2

/** `repeat` is added to items of the history, in units of the blend. */
export function findTemperature(
  cases: readonly Case[],
  parts: readonly WeightedPart[],
  repeat: number,
  itemCount: number,
): number {
  const count = Math.min(caseCountMax, cases.length, Math.floor(floatCountMax / Math.max(1, itemCount)))
  if (count === 0) return 1
  const stride = cases.length / count
  const scored = Array.from({ length: count }, (_, at) =>
    scoredCase(cases[Math.floor(at * stride)]!, parts, repeat, itemCount),
  )
  return Math.exp(lowest(coldest, hottest, log => meanLoss(scored, Math.exp(log), itemCount)))
}

interface ScoredCase {
  readonly scores: Float32Array<ArrayBuffer>
  readonly highest: number
  readonly own: number
  readonly weight: number
}

function scoredCase(one: Case, parts: readonly WeightedPart[], repeat: number, itemCount: number): ScoredCase {
  const scores = new Float32Array(itemCount)
  addParts(parts, one.history, scores, new Float32Array(itemCount), one.contexts)
  for (const item of new Set(one.history)) scores[item]! += repeat
  return {
    scores,
    highest: scores.reduce((best, score) => Math.max(best, score)),
    own: scores[one.target]!,
    weight: one.weight,
  }
}

/** Mean of -log of the probability of what came. */
function meanLoss(cases: readonly ScoredCase[], temperature: number, itemCount: number): number {
  const scaled = new Float32Array(itemCount)
  let loss = 0
  for (const { scores, highest, own, weight } of cases) {
    for (let item = 0; item < itemCount; item++) scaled[item] = temperature * scores[item]!
    loss += weight * (Math.log(expSum(scaled, temperature * highest)) - temperature * (own - highest))
  }
  return loss / cases.length
}

/** Where a function with one valley is lowest. */
function lowest(from: number, to: number, value: (at: number) => number): number {
  let [low, high] = [from, to]
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [value(left), value(right)]
  for (let step = 0; step < stepCount; step++) {
    if (atLeft <= atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = value(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = value(right)
    }
  }
  return (low + high) / 2
}
