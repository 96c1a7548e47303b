/**
 * Interactions of the shape of MovieLens-25M: 162,541 users with at least 20 and half of them with at most 71, 59,047 items of
 * which the most used has some 80,000 and half have a handful. Users have a few tastes, sit down now and then, stay with one
 * taste while they sit, and go from an item to its neighbours: something to learn for order and for sets. Seeded; smaller
 * sizes have users in proportion and items by the square root, as smaller extracts of MovieLens do.
 */

import { type Random, seededRandom } from '../../src/base/random.ts'

export interface Tastes {
  readonly interactionCount: number
  readonly userCount: number
  readonly itemCount: number
  readonly seed: number
}

const whole = { interactionCount: 25_000_095, userCount: 162_541, itemCount: 59_047 }

export function tastesOf(interactionCount: number, seed: number): Tastes {
  const share = interactionCount / whole.interactionCount
  const userCount = Math.max(40, Math.round(whole.userCount * share))
  const itemCount = Math.max(200, Math.round(whole.itemCount * Math.sqrt(share)))
  return { interactionCount, userCount, itemCount, seed }
}

const tasteCount = 40
const tastesPerUser = 4
const itemsPerSitting = 6
const historyMin = 20
/** Of the logarithm of what a user has beyond the fewest; the median is 51 more, the mean 134 more. */
const [historyMedian, historySpread] = [51, 1.39]
/** Chance that an item is one near the item before. */
const nearShare = 0.15
const nearSpan = 30
const [firstSecond, secondCount] = [1_000_000_000, 600_000_000]
const secondsPerDay = 86_400

/** A line for each interaction, users in the order of their number, each in the order of time. Head line first. */
export function* interactionLines(tastes: Tastes): Generator<string> {
  const { interactionCount, userCount, itemCount, seed } = tastes
  const random = seededRandom(seed)
  const ranges = Array.from({ length: tasteCount }, (_, taste) => rangeOf(taste, itemCount))
  const metBy = new Int32Array(itemCount).fill(-1)
  yield 'USER_ID,ITEM_ID,TIMESTAMP'
  let left = interactionCount
  for (let user = 0; user < userCount && left > 0; user++) {
    const usersLeft = userCount - user
    const length = usersLeft === 1 ? left : Math.min(left, lengthOf(random, left / usersLeft), itemCount >> 2)
    left -= length
    yield* lineage(user, length, ranges, metBy, random)
  }
}

function* lineage(user: number, length: number, ranges: readonly Range[], metBy: Int32Array, random: Random) {
  const own = Array.from({ length: tastesPerUser }, () => ranges[random.below(tasteCount)]!)
  let time = firstSecond + random.below(secondCount)
  let range = own[0]!
  let before = -1
  for (let at = 0; at < length; at++) {
    if (at % itemsPerSitting === 0) {
      range = own[random.below(tastesPerUser)]!
      before = -1
      time += 1 + random.below(30 * secondsPerDay)
    }
    const place = newPlace(user, range, before, metBy, random)
    before = place
    time += 5 + random.below(60)
    yield `u${user},m${range.items[place]},${time}`
  }
}

/** A place in the range of an item that the user has not met, marked as met; by chance alone where that is not found. */
function newPlace(user: number, range: Range, before: number, metBy: Int32Array, random: Random): number {
  let place = 0
  for (let attempt = 0; attempt < 40; attempt++) {
    const isNear = before >= 0 && attempt < 3 && random.next() < nearShare
    place = isNear ? (before + 1 + random.below(nearSpan)) % range.items.length : drawn(range, random)
    if (metBy[range.items[place]!] !== user) break
  }
  metBy[range.items[place]!] = user
  return place
}

/** Items of one taste, the most used first, with the running sum of their shares. */
interface Range {
  readonly items: Uint32Array
  readonly sums: Float64Array
}

/** Every taste has items of all degrees of use. */
function rangeOf(taste: number, itemCount: number): Range {
  const length = Math.ceil((itemCount - taste) / tasteCount)
  const items = Uint32Array.from({ length }, (_, at) => taste + at * tasteCount)
  const sums = new Float64Array(length)
  for (const [at, item] of items.entries()) sums[at] = (sums[at - 1] ?? 0) + useOf(item, itemCount)
  return { items, sums }
}

/** Falls with the rank as MovieLens-25M does: with 1 / rank at first, then steeply, and never to nothing. */
const useOf = (rank: number, itemCount: number): number => {
  const scaled = (rank / itemCount) * whole.itemCount
  return Math.exp(-scaled / 5000) / (scaled + 150) + 3e-7
}

function drawn({ sums }: Range, random: Random): number {
  const wanted = random.next() * sums[sums.length - 1]!
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Drawn so that the sum comes out: `mean` is what is left for each user who is left. */
function lengthOf(random: Random, mean: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const beyond = historyMedian * Math.exp(historySpread * normal)
  const usualMean = historyMin + historyMedian * Math.exp(historySpread ** 2 / 2)
  return Math.max(2, Math.round((historyMin + beyond) * (mean / usualMean)))
}
