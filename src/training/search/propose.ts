/**
 * Which values a search tries next. The first trial is the defaults, as far as the ranges have them; then points of a
 * Halton sequence, which fill the space evenly whatever their number; the last third are steps away from the best so far,
 * shorter and shorter. All of it follows from the seed and the trials before, so a search that is taken up again goes on
 * as it would have.
 */

import { seededRandom } from '../../base/random.ts'
import type { SearchDimension, SearchSpace } from './search-spec.ts'

export interface Trial {
  readonly values: Readonly<Record<string, string>>
  readonly score: number
}

const bases = [2, 3, 5, 7, 11, 13]
const evenShare = 2 / 3
const attemptCountMax = 30

/** Undefined when nothing new is found to try. */
export function propose(
  space: SearchSpace,
  trials: readonly Trial[],
  trialCount: number,
  seed: number,
): Readonly<Record<string, string>> | undefined {
  const tried = new Set(trials.map(({ values }) => JSON.stringify(values)))
  for (let attempt = 0; attempt < attemptCountMax; attempt++) {
    const values = proposal(space, trials, trialCount, seed, attempt)
    if (!tried.has(JSON.stringify(values))) return values
  }
  return undefined
}

function proposal(space: SearchSpace, trials: readonly Trial[], trialCount: number, seed: number, attempt: number) {
  const count = trials.length
  if (count === 0)
    return valuesAt(
      space,
      space.dimensions.map(dimension => placeOfDefault(dimension, space)),
    )
  const random = seededRandom(seed * 7919 + count * 104729 + attempt)
  if (count < Math.max(2, trialCount * evenShare)) {
    const shift = seededRandom(seed).next()
    const step = count + attempt * trialCount
    const point = space.dimensions.map((_, at) => (halton(step, bases[at % bases.length]!) + shift) % 1)
    return valuesAt(space, point)
  }
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
