/**
 * How alike items of a profile are by what is known of them, as training measures it (`item-vectors/feature-rows.ts`): each
 * column counts the same, rare values bind more than common ones, and near numbers more than distant ones, by rank. One item
 * against all costs a pass over the cells of each column. Left out: texts, which would have to be read anew each time.
 */

import { categoryValues } from '../../datasets/category-values.ts'
import type { ColumnView, TextCodes } from '../../profiles/profile.ts'

/** Of one row: adds to `likeness` how alike items of the model are to it, those from `from` up to `to`. */
export type AddLikeness = (likeness: Float32Array, from: number, to: number) => void

/** `rowOf` gives the rows of the model's items, -1 for none. */
export type LikenessOf = (row: number, rowOf: Int32Array) => AddLikeness

/** A column of more values is a name rather than a kind. */
const codeCountMax = 50_000

/** Undefined for columns that say nothing here. */
export function likenessIn(column: ColumnView): LikenessOf | undefined {
  const { codes, numbers } = column
  if (numbers) return nearness(numbers)
  return column.isCategorical && codes && codes.count <= codeCountMax ? likenessOfValues(codes) : undefined
}

function likenessOfValues(codes: TextCodes): LikenessOf {
  const cells = codes.cells
  const valuesOf = Array.from({ length: codes.count }, (_, code) => [...new Set(categoryValues(codes.textOf(code)))])
  const rarity = raritiesOf(cells, valuesOf)
  const square = (values: readonly string[]): number => values.reduce((sum, value) => sum + rarity.get(value)! ** 2, 0)
  const lengths = valuesOf.map(values => Math.sqrt(square(values)))
  return (row, rowOf) => {
    const own = cells[row] ?? 0
    if (own === 0 || own > valuesOf.length) return () => undefined
    const ofRow = new Set(valuesOf[own - 1]!)
    const alike = Float32Array.from(valuesOf, (values, code) => {
      const common = square(values.filter(value => ofRow.has(value)))
      return common > 0 ? common / (lengths[code]! * lengths[own - 1]!) : 0
    })
    return (likeness, from, to) => {
      for (let item = from; item < to; item++) {
        const at = rowOf[item]!
        const cell = at < 0 || at >= cells.length ? 0 : cells[at]!
        // A text that came since the column was read has no rarity yet.
        if (cell !== 0 && cell <= alike.length) likeness[item]! += alike[cell - 1]!
      }
    }
  }
}

/** ln(1 + cells / cells with the value) */
function raritiesOf(cells: Uint32Array, valuesOf: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const cellCounts = new Uint32Array(valuesOf.length + 1)
  for (let row = 0; row < cells.length; row++) cellCounts[cells[row]!]! += 1
  const counts = new Map<string, number>()
  for (const [code, values] of valuesOf.entries())
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + cellCounts[code + 1]!)
  const filled = cells.length - cellCounts[0]!
  return new Map(Array.from(counts, ([value, count]) => [value, Math.log(1 + filled / Math.max(1, count))]))
}

/** Of which ranks are told: enough for the places below. */
const sampleCount = 2048
/** Numbers further apart than this share of all ranks are not alike: a place of the twelve that training has. */
const reach = 1 / 11

function nearness(numbers: Float64Array): LikenessOf {
  const sorted = sampleOf(numbers)
  const last = Math.max(1, sorted.length - 1)
  const rankOf = (value: number): number => firstFrom(sorted, value) / last
  return (row, rowOf) => {
    const own = numbers[row] ?? Number.NaN
    if (Number.isNaN(own)) return () => undefined
    const ownRank = rankOf(own)
    const numberAt = (rank: number): number => sorted[Math.round(Math.min(1, Math.max(0, rank)) * (sorted.length - 1))]!
    // Most are too far, which two comparisons tell.
    const least = ownRank <= reach ? Number.NEGATIVE_INFINITY : numberAt(ownRank - 2 * reach)
    const most = ownRank >= 1 - reach ? Number.POSITIVE_INFINITY : numberAt(ownRank + 2 * reach)
    return (likeness, from, to) => {
      for (let item = from; item < to; item++) {
        const at = rowOf[item]!
        const value = at < 0 || at >= numbers.length ? Number.NaN : numbers[at]!
        if (value >= least && value <= most)
          likeness[item]! += Math.max(0, 1 - Math.abs(rankOf(value) - ownRank) / reach)
      }
    }
  }
}

function sampleOf(numbers: Float64Array): Float64Array {
  const step = Math.max(1, Math.floor(numbers.length / sampleCount))
  const sample: number[] = []
  for (let at = 0; at < numbers.length; at += step) if (!Number.isNaN(numbers[at]!)) sample.push(numbers[at]!)
  return Float64Array.from(sample).sort()
}

/** Place of the first that is not below the value: equal numbers have equal ranks. */
function firstFrom(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (sorted[middle]! < value) from = middle + 1
    else to = middle
  }
  return from
}
