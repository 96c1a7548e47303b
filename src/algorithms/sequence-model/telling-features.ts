/**
 * Features of items for the sequence model: values of categories, ranges of numbers, the words of a text that say most. Only
 * columns that go with what people take after each other are used: whether items that follow each other have more in common,
 * or less, than they would if the same values were dealt out to other items. So a column drawn by lot changes no byte of a model.
 */

import { type Random, seededRandom } from '../../base/random.ts'
import type { Histories } from '../histories.ts'
import type { ItemFeature, ItemFeatures, NumberFeature } from '../item-features.ts'
import type { ItemFeatureRows } from './item-feature-rows.ts'

/** Values of each item in one column, by number. */
type Values = readonly (readonly number[])[]

const rangeCount = 10
/** Words of a text that are used: the rarest of those that others have, too. */
const wordCountMax = 8

/** More say no more. */
const stepCountMax = 50_000
const dealCount = 16
/** Standard deviations of what dealt out values give, whose tail is long where there are few values. */
const doubt = 8

/** Names of the columns. */
export function tellingColumns({ itemCount, columns }: ItemFeatures, histories: Histories, seed: number) {
  const steps = stepsOf(histories)
  const random = seededRandom(seed)
  return columns.filter(column => isTelling(valuesOf(column, itemCount), steps, random)).map(({ name }) => name)
}

export function rowsOfColumns({ itemCount, columns }: ItemFeatures, names: readonly string[]): ItemFeatureRows {
  const rows: number[][] = Array.from({ length: itemCount }, () => [])
  let featureCount = 0
  for (const column of columns.filter(({ name }) => names.includes(name))) {
    const numbers = new Map<number, number>()
    for (const [item, values] of valuesOf(column, itemCount).entries())
      for (const value of values) {
        const number = numbers.get(value) ?? numbers.size
        numbers.set(value, number)
        rows[item]!.push(featureCount + number)
      }
    featureCount += numbers.size
  }
  const offsets = new Uint32Array(itemCount + 1)
  for (const [item, row] of rows.entries()) offsets[item + 1] = offsets[item]! + row.length
  return { featureCount, offsets, features: Uint32Array.from(rows.flat()) }
}

/** A value that one item alone has tells nothing of others. */
function valuesOf(column: ItemFeature, itemCount: number): Values {
  const all = allValues(column, itemCount)
  const counts = new Map<number, number>()
  for (const values of all) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const shared = all.map(values => values.filter(value => counts.get(value)! > 1))
  if (column.kind !== 'text') return shared
  return shared.map(words =>
    [...words].sort((one, two) => counts.get(one)! - counts.get(two)! || one - two).slice(0, wordCountMax),
  )
}

function allValues(column: ItemFeature, itemCount: number): Values {
  if (column.kind === 'number') return rangesOf(column)
  const codes = column.kind === 'text' ? column.terms : column.codes
  return Array.from({ length: itemCount }, (_, item) => [
    ...new Set(codes.subarray(column.offsets[item], column.offsets[item + 1])),
  ])
}

/** About as many items in each. */
function rangesOf({ values }: NumberFeature): Values {
  const sorted = values.filter(value => !Number.isNaN(value)).sort()
  const borders = Array.from(
    { length: rangeCount - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / rangeCount)]!,
  )
  return Array.from(values, value => (Number.isNaN(value) ? [] : [borders.filter(border => value >= border).length]))
}

/** Pairs of items that follow each other, of users evenly spread. */
function stepsOf({ offsets, items, userCount }: Histories): readonly (readonly [number, number])[] {
  const stride = Math.max(1, Math.ceil(items.length / stepCountMax))
  const steps: (readonly [number, number])[] = []
  for (let user = 0; user < userCount; user += stride)
    for (let at = offsets[user]! + 1; at < offsets[user + 1]!; at++)
      if (items[at] !== items[at - 1]) steps.push([items[at - 1]!, items[at]!])
  return steps
}

function isTelling(values: Values, steps: readonly (readonly [number, number])[], random: Random): boolean {
  const known = [...new Set(steps.flat())].sort((one, two) => one - two)
  const sets = values.map(row => new Set(row))
  const inCommon = (of: (item: number) => number): number =>
    steps.reduce((sum, [one, two]) => {
      const others = sets[of(two)]!
      return sum + values[of(one)]!.reduce((count, value) => count + Number(others.has(value)), 0)
    }, 0)
  const found = inCommon(item => item)
  const dealt = Array.from({ length: dealCount }, () => {
    const places = dealtOut(known, random)
    return inCommon(item => places.get(item)!)
  })
  const mean = dealt.reduce((sum, count) => sum + count, 0) / dealCount
  const square = dealt.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (dealCount - 1)
  return Math.abs(found - mean) > doubt * Math.max(1, Math.sqrt(square))
}

/** Whose values each item gets. */
function dealtOut(items: readonly number[], random: Random): ReadonlyMap<number, number> {
  const others = [...items]
  for (let last = others.length - 1; last > 0; last--) {
    const at = random.below(last + 1)
    ;[others[last], others[at]] = [others[at]!, others[last]!]
  }
  return new Map(items.map((item, at) => [item, others[at]!]))
}
