/**
 * Whether a column could tell anything of what comes next, before a model is trained with it: whether interactions that are
 * followed by the same item, and those that are moreover of the same item, have the same code more often than they would if
 * each user's codes came in any order. A column drawn by lot is left out here, so the model is the one without it to the byte;
 * whether what passes is of use is seen on held-out items (`used-inputs.ts`).
 */

import { type Random, seededRandom } from '../../base/random.ts'
import type { Histories } from '../histories.ts'
import type { ContextColumn } from './context.ts'

/** More say no more. */
const interactionCountMax = 100_000
const shuffleCount = 16
/** Standard deviations of what shuffled codes give. */
const doubt = 4

/** The codes of `column` stand at what is followed, as the model sees them. */
export function couldTell(histories: Histories, column: ContextColumn, seed: number): boolean {
  const steps = stepsOf(histories, column)
  const cells = [cellsOf(steps, false), cellsOf(steps, true)]
  const random = seededRandom(seed)
  const found = cells.map(cell => likePairs(cell, steps.codes, column.size))
  const chance = Array.from({ length: shuffleCount }, () => {
    shuffle(steps, random)
    return cells.map(cell => likePairs(cell, steps.codes, column.size))
  })
  return found.some((count, at) =>
    isBeyondChance(
      count,
      chance.map(counts => counts[at]!),
    ),
  )
}

interface Steps {
  readonly items: Uint32Array
  readonly next: Uint32Array
  readonly codes: Uint32Array
  /** Where each user's begin, and the end. */
  readonly starts: readonly number[]
}

/** Of users evenly spread; what is not known is like nothing. */
function stepsOf({ offsets, items, userCount }: Histories, { codes }: ContextColumn): Steps {
  const stride = Math.max(1, Math.ceil(items.length / interactionCountMax))
  const places: number[] = []
  const starts: number[] = [0]
  for (let user = 0; user < userCount; user += stride) {
    for (let at = offsets[user]!; at + 1 < offsets[user + 1]!; at++) if (codes[at]! > 0) places.push(at)
    starts.push(places.length)
  }
  return {
    items: Uint32Array.from(places, at => items[at]!),
    next: Uint32Array.from(places, at => items[at + 1]!),
    codes: Uint32Array.from(places, at => codes[at]!),
    starts,
  }
}

/** A number for each step, equal where the items are. */
function cellsOf({ items, next }: Steps, isOfBoth: boolean): Uint32Array {
  const numbers = new Map<number, number>()
  return next.map((item, at) => {
    const key = isOfBoth ? items[at]! * 2 ** 26 + item : item
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
}

/** Pairs of steps of one cell and one code. */
function likePairs(cells: Uint32Array, codes: Uint32Array, codeCount: number): number {
  const counts = new Map<number, number>()
  let pairs = 0
  for (let at = 0; at < cells.length; at++) {
    const key = cells[at]! * codeCount + codes[at]!
    const before = counts.get(key) ?? 0
    pairs += before
    counts.set(key, before + 1)
  }
  return pairs
}

/** Fisher and Yates, each user for itself: what somebody does in one situation alone, their items tell already. */
function shuffle({ codes, starts }: Steps, random: Random): void {
  for (let user = 0; user + 1 < starts.length; user++)
    for (let last = starts[user + 1]! - 1; last > starts[user]!; last--) {
      const other = starts[user]! + random.below(last - starts[user]! + 1)
      const held = codes[last]!
      codes[last] = codes[other]!
      codes[other] = held
    }
}

function isBeyondChance(count: number, chance: readonly number[]): boolean {
  const mean = chance.reduce((sum, one) => sum + one, 0) / chance.length
  const square = chance.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (chance.length - 1)
  // A pair of whole counts differs by one at least.
  return count - mean > doubt * Math.max(1, Math.sqrt(square))
}
