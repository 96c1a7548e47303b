/**
 * Weights of the parts, by search on held-out items. Begins with the first part, or the one that beats it beyond doubt;
 * then adds the part that helps most, as long as one helps by more than a share of its standard error; then moves each
 * weight up and down; then drops what is not missed. A blend of fewer parts wins a tie. The same input gives the same
 * weights: nothing is drawn.
 */

import { compare, type Gain, gainsOf, meanOf, type Weights } from './quality.ts'
import { areRepeated, type Shortlist } from './shortlist.ts'

export interface FoundWeights extends Weights {
  /** Mean gain over the cases (`quality.ts`). */
  readonly quality: number
}

/** A part must help by this many standard errors of the difference: `docs/decisions/0264-half-a-standard-error.md`. */
const doubt = 0.5

/** Weights of a part that joins, relative to the heaviest there is. */
const joining = [0.1, 0.2, 0.35, 0.6, 1]

/** Factors tried on each weight, rounds of them. */
const moves = [0.5, 0.7, 1.4, 2]
const roundCountMax = 4

/** In units of the blend; the lowest takes items of the history out in effect. */
const repeats = [-1000, -8, -4, -2, -1, -0.5, 0, 0.5, 1, 2, 4]

interface State {
  readonly weights: Weights
  readonly gains: Float64Array
}

export function findWeights(shortlists: readonly Shortlist[], partCount: number, gain: Gain): FoundWeights {
  const judge = (weights: Weights): State => ({ weights, gains: gainsOf(shortlists, weights, gain) })
  const repeat = firstRepeat(shortlists)
  if (shortlists.length === 0) return { ...alone(0, partCount, repeat), quality: 0 }
  let state = bestAlone(partCount, repeat, judge)
  state = moved(state, judge)
  for (;;) {
    const wider = joined(state, judge)
    if (wider === undefined) break
    state = moved(wider, judge)
  }
  state = pruned(state, judge)
  return { ...normalised(state.weights), quality: meanOf(state.gains) }
}

type Judge = (weights: Weights) => State

const alone = (part: number, partCount: number, repeat: number): Weights => ({
  parts: Array.from({ length: partCount }, (_, at) => (at === part ? 1 : 0)),
  repeat,
})

function firstRepeat(shortlists: readonly Shortlist[]): number {
  const repeated = shortlists.filter(({ isSeen, target }) => isSeen[target] === 1).length
  return areRepeated(repeated, shortlists.length) ? 0 : repeats[0]!
}

function bestAlone(partCount: number, repeat: number, judge: Judge): State {
  const states = Array.from({ length: partCount }, (_, part) => judge(alone(part, partCount, repeat)))
  const best = states.reduce((one, other) => (meanOf(other.gains) > meanOf(one.gains) ? other : one))
  const { gain, error } = compare(best.gains, states[0]!.gains)
  return gain > error ? best : states[0]!
}

/** With the part that helps most; undefined when none helps beyond doubt. */
function joined(state: State, judge: Judge): State | undefined {
  const { parts } = state.weights
  const heaviest = Math.max(...parts)
  let best: State | undefined
  for (const [part, weight] of parts.entries()) {
    if (weight > 0) continue
    for (const share of joining) {
      const wider = judge({ ...state.weights, parts: parts.with(part, heaviest * share) })
      if (best === undefined || meanOf(wider.gains) > meanOf(best.gains)) best = wider
    }
  }
  return best && isBetter(best, state) ? best : undefined
}

function isBetter(one: State, other: State): boolean {
  const { gain, error } = compare(one.gains, other.gains)
  return gain > doubt * error && gain > 0
}

/** Each weight and the treatment of repeats in turn, keeping what is better at all. */
function moved(state: State, judge: Judge): State {
  let best = state
  for (let round = 0; round < roundCountMax; round++) {
    const before = best
    for (const [part, weight] of best.weights.parts.entries()) {
      if (weight === 0 || best.weights.parts.filter(other => other > 0).length === 1) continue
      for (const factor of moves)
        best = higher(best, judge({ ...best.weights, parts: best.weights.parts.with(part, weight * factor) }))
    }
    if (best.weights.repeat !== repeats[0])
      for (const repeat of repeats) best = higher(best, judge({ ...best.weights, repeat }))
    if (best === before) break
  }
  return best
}

const higher = (one: State, other: State): State => (meanOf(other.gains) > meanOf(one.gains) ? other : one)

/** Without the parts that are not missed beyond doubt, the least heavy first. */
function pruned(state: State, judge: Judge): State {
  const order = Array.from(state.weights.parts.keys()).sort(
    (one, other) => state.weights.parts[one]! - state.weights.parts[other]! || other - one,
  )
  let kept = state
  for (const part of order) {
    const { parts } = kept.weights
    if (parts[part] === 0 || parts.filter(weight => weight > 0).length === 1) continue
    const narrower = judge({ ...kept.weights, parts: parts.with(part, 0) })
    if (!isBetter(kept, narrower)) kept = narrower
  }
  return kept
}

/** The heaviest part weighs 1. */
function normalised({ parts, repeat }: Weights): Weights {
  const heaviest = Math.max(...parts)
  return { parts: parts.map(weight => weight / heaviest), repeat: repeat / heaviest }
}
