/**
 * The rows that meet one condition on a column, by one pass over its cells. A pass takes about a millisecond per million
 * rows, builds no index and so has nothing to keep current when a record changes (decision 0230).
 *
 * Left out: which values the right side stands for (`evaluate.ts`), remembering the result (`condition-sets.ts`). The set
 * has one row more than the table: the last stands for a candidate that the table does not know.
 */

import { numberIn } from './evaluate.ts'
import { partCodes } from './part-codes.ts'
import { RowSet } from './row-set.ts'
import type { RowCodes, RowColumn } from './rows.ts'
import type { CompareOperator, Condition } from './syntax.ts'

type Values = readonly (string | number)[]

/** A condition on a column once its right side is known. */
export type ColumnTest =
  | { readonly kind: 'member'; readonly isNegated: boolean; readonly values: Values }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly value: string | number | undefined }

export const columnTest = (condition: Condition, values: Values): ColumnTest =>
  condition.kind === 'member'
    ? { kind: 'member', isNegated: condition.isNegated, values }
    : { kind: 'compare', operator: condition.operator, value: values[0] }

/** What the test says of a null cell, and of a candidate without a record. */
export const holdsForNull = (test: ColumnTest): boolean =>
  test.kind === 'member' ? test.isNegated : test.operator === '!='

export function rowsThatHold(test: ColumnTest, column: RowColumn | undefined, rowCount: number): RowSet {
  const size = rowCount + 1
  if (column?.numbers) return scanNumbers(test, column.numbers, size)
  if (column?.codes) return scanCodes(verdictsOf(test, column, column.codes), column.codes.cells, size)
  return holdsForNull(test) ? RowSet.full(size) : new RowSet(size)
}

const bits = new DataView(new ArrayBuffer(8))

/** The nearest number above (`step` 1) or below (-1). */
function neighbour(value: number, step: 1n | -1n): number {
  if (!Number.isFinite(value)) return value
  if (value === 0) return step > 0n ? Number.MIN_VALUE : -Number.MIN_VALUE
  bits.setFloat64(0, value)
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? step : -step))
  return bits.getFloat64(0)
}

/** Both ends belong to it. */
type Range = readonly [low: number, high: number]

const rangeOf: Readonly<Record<CompareOperator, (value: number) => Range>> = {
  '=': value => [value, value],
  '!=': value => [value, value],
  '<': value => [Number.NEGATIVE_INFINITY, neighbour(value, -1n)],
  '<=': value => [Number.NEGATIVE_INFINITY, value],
  '>': value => [neighbour(value, 1n), Number.POSITIVE_INFINITY],
  '>=': value => [value, Number.POSITIVE_INFINITY],
}

function scanNumbers(test: ColumnTest, numbers: Float64Array, size: number): RowSet {
  const set = new RowSet(size)
  const isNegated = holdsForNull(test)
  const known = Math.min(numbers.length, size - 1)
  if (test.kind === 'compare') {
    const number = test.value === undefined ? Number.NaN : numberIn(test.value)
    if (Number.isNaN(number)) return onlyNulls(numbers, size, isNegated)
    addRange(set, numbers, known, rangeOf[test.operator](number))
  } else {
    addMembers(set, numbers, known, test.values.map(numberIn))
  }
  if (isNegated) set.invert()
  return set
}

/** Compared with what is no number: false for every cell that has a value. */
function onlyNulls(numbers: Float64Array, size: number, holds: boolean): RowSet {
  const set = new RowSet(size)
  if (!holds) return set
  addRange(set, numbers, Math.min(numbers.length, size - 1), [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
  set.invert()
  return set
}

/** Four rows at a time without a branch take two thirds of the time of one by one. */
function addRange({ words }: RowSet, numbers: Float64Array, count: number, [low, high]: Range): void {
  const whole = count & ~31
  for (let from = 0; from < whole; from += 32) {
    let word = 0
    for (let row = from; row < from + 32; row += 4) {
      const a = numbers[row]!
      const b = numbers[row + 1]!
      const c = numbers[row + 2]!
      const d = numbers[row + 3]!
      const isA = Number(a >= low) & Number(a <= high)
      const isB = Number(b >= low) & Number(b <= high)
      const isC = Number(c >= low) & Number(c <= high)
      const isD = Number(d >= low) & Number(d <= high)
      word |= (isA | (isB << 1) | (isC << 2) | (isD << 3)) << row
    }
    words[from >>> 5]! |= word
  }
  for (let row = whole; row < count; row++) {
    words[row >>> 5]! |= (Number(numbers[row]! >= low) & Number(numbers[row]! <= high)) << row
  }
}

/** From so many values on a hash is quicker than a pass for each. */
const passesMax = 4

function addMembers(set: RowSet, numbers: Float64Array, count: number, values: readonly number[]): void {
  const wanted = new Set(values)
  if (wanted.size > passesMax) {
    for (let row = 0; row < count; row++) if (!Number.isNaN(numbers[row]!) && wanted.has(numbers[row]!)) set.add(row)
    return
  }
  for (const value of wanted) addRange(set, numbers, count, [value, value])
}

/** By code plus one, 0 for null: whether a cell that holds it meets the test. */
function verdictsOf(test: ColumnTest, { isCategorical }: RowColumn, codes: RowCodes): Uint8Array {
  const isNegated = holdsForNull(test)
  const verdicts = new Uint8Array(codes.count + 1)
  const mark = (code: number): void => {
    if (code >= 0) verdicts[code + 1] = 1
  }
  if (test.kind === 'compare') {
    if (test.value !== undefined && (test.operator === '=' || test.operator === '!='))
      mark(codes.codeOf(String(test.value)))
  } else {
    const found = isCategorical ? partCodes(codes) : undefined
    for (const value of test.values) {
      if (found) for (const code of found.with(String(value))) mark(code)
      else mark(codes.codeOf(String(value)))
    }
  }
  if (isNegated) for (let at = 0; at < verdicts.length; at++) verdicts[at]! ^= 1
  // Empty text is null.
  const empty = codes.codeOf('')
  if (empty >= 0) verdicts[empty + 1] = Number(isNegated)
  return verdicts
}

function scanCodes(verdicts: Uint8Array, cells: Uint32Array, size: number): RowSet {
  const count = Math.min(cells.length, size - 1)
  const whole = count & ~31
  const set = new RowSet(size)
  const { words } = set
  for (let from = 0; from < whole; from += 32) {
    let word = 0
    for (let row = from; row < from + 32; row += 4) {
      const a = verdicts[cells[row]!]!
      const b = verdicts[cells[row + 1]!]!
      const c = verdicts[cells[row + 2]!]!
      const d = verdicts[cells[row + 3]!]!
      word |= (a | (b << 1) | (c << 2) | (d << 3)) << row
    }
    words[from >>> 5] = word
  }
  for (let row = whole; row < count; row++) words[row >>> 5]! |= verdicts[cells[row]!]! << row
  return verdicts[0] === 1 ? withRest(set, count) : set
}

/** Rows past the cells are null. */
function withRest(set: RowSet, from: number): RowSet {
  for (let row = from; row < set.size; row++) set.add(row)
  return set
}
