/**
 * Which values a search tries next. The first trial is the defaults, as far as the ranges have them; then points of a
 * Halton sequence, which fill the space evenly whatever their number; the last third are steps away from the best so far,
 * shorter and shorter. The first two thirds look at no score, so they are one round; the steps come in rounds of as many as
 * may be made at a time, each from the best of the rounds before. All of it follows from the seed, the request and the
 * trials before, so a search that is taken up again goes on as it would have, on whatever machine.
 */

import { seededRandom } from '../../base/random.ts'
import type { SearchDimension, SearchSpace, SearchSpec } from './search-spec.ts'

export interface Trial {
  readonly values: Readonly<Record<string, string>>
  readonly score: number
}

const bases = [2, 3, 5, 7, 11, 13]
const evenShare = 2 / 3
const attemptCountMax = 30

type Values = Trial['values']
type Extent = Pick<SearchSpec, 'trialCount' | 'parallelCountMax'>

/** Trials that look at no score. */
const evenCountOf = (trialCount: number): number => Math.min(trialCount, Math.ceil(Math.max(2, trialCount * evenShare)))

function roundEnd(madeCount: number, { trialCount, parallelCountMax }: Extent): number {
  const evenCount = evenCountOf(trialCount)
  return madeCount < evenCount ? evenCount : Math.min(trialCount, madeCount + parallelCountMax)
}

/** None when enough was tried or nothing new is found to try. */
export function proposeRound(
  space: SearchSpace,
  trials: readonly Trial[],
  extent: Extent,
  seed: number,
): readonly Values[] {
  const round: Values[] = []
  const end = roundEnd(trials.length, extent)
  while (trials.length + round.length < end) {
    const values = propose(space, { trials, round }, extent.trialCount, seed)
    if (values === undefined) break
    round.push(values)
  }
  return round
}

interface Tried {
  readonly trials: readonly Trial[]
  /** Without scores yet. */
  readonly round: readonly Values[]
}

/** Undefined when nothing new is found to try. */
function propose(space: SearchSpace, tried: Tried, trialCount: number, seed: number): Values | undefined {
  const known = new Set([...tried.trials.map(({ values }) => values), ...tried.round].map(keyOf))
  for (let attempt = 0; attempt < attemptCountMax; attempt++) {
    const values = proposal(space, tried, trialCount, seed, attempt)
    if (!known.has(keyOf(values))) return values
  }
  return undefined
}

const keyOf = (values: Values): string => JSON.stringify(values)

function proposal(space: SearchSpace, { trials, round }: Tried, trialCount: number, seed: number, attempt: number) {
  const count = trials.length + round.length
  if (count === 0)
    return valuesAt(
      space,
      space.dimensions.map(dimension => placeOfDefault(dimension, space)),
    )
  if (count < evenCountOf(trialCount)) return evenly(space, count + attempt * trialCount, seed)
  const random = seededRandom(seed * 7919 + count * 104729 + attempt)
  const best = trials.reduce((one, other) => (other.score > one.score ? other : one))
  const reach = 0.25 * (1 - (count - trialCount * evenShare) / trialCount) * (1 + attempt / 10)
  const near = space.dimensions.map(dimension => {
    const place = placeOf(dimension, best.values[dimension.name]!)
    return dimension.kind === 'categorical' && random.next() < 0.3
      ? random.next()
      : Math.min(1, Math.max(0, place + reach * (2 * random.next() - 1)))
  })
  return valuesAt(space, near)
}

function evenly(space: SearchSpace, step: number, seed: number): Values {
  const shift = seededRandom(seed).next()
  const point = space.dimensions.map((_, at) => (halton(step, bases[at % bases.length]!) + shift) % 1)
  return valuesAt(space, point)
}

/** Digits of the number in a base, mirrored behind the point. */
function halton(index: number, base: number): number {
  let [value, share, left] = [0, 1, index]
  while (left > 0) {
    share /= base
    value += share * (left % base)
    left = Math.floor(left / base)
  }
  return value
}

const valuesAt = (space: SearchSpace, point: readonly number[]): Readonly<Record<string, string>> =>
  Object.fromEntries(space.dimensions.map((dimension, at) => [dimension.name, valueAt(dimension, point[at]!)]))

function valueAt(dimension: SearchDimension, place: number): string {
  if (dimension.kind === 'categorical')
    return dimension.values[Math.min(dimension.values.length - 1, Math.floor(place * dimension.values.length))]!
  const { min, max } = dimension
  if (dimension.kind === 'integer') return String(Math.min(max, min + Math.floor(place * (max - min + 1))))
  return String(Number((min + place * (max - min)).toPrecision(6)))
}

/** In [0, 1]; the nearest the dimension has. */
function placeOf(dimension: SearchDimension, value: string): number {
  if (dimension.kind === 'categorical')
    return (Math.max(0, dimension.values.indexOf(value)) + 0.5) / dimension.values.length
  const { min, max } = dimension
  const span = dimension.kind === 'integer' ? max - min + 1 : max - min
  const offset = dimension.kind === 'integer' ? 0.5 : 0
  return span > 0 ? Math.min(1, Math.max(0, (Number(value) - min + offset) / span)) : 0
}

const placeOfDefault = (dimension: SearchDimension, { defaults }: SearchSpace): number =>
  placeOf(dimension, defaults[dimension.name] ?? '')
