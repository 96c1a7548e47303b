/**
 * A whole filter for one request, asked of rows as they come up: most answers look at a few dozen, and a set of all rows takes a
 * pass over a column for each value that was never asked with. Whoever asks for many, or wants all of them, gets the set
 * (`allowed-rows.ts`), which says the same of every row.
 *
 * A row past those that the table had when the request came is of an id that was new since, and counts as the unknown one.
 */

import { expressionsInForce, type RowRequest, rowsOfExpressions, rowsSeen } from './allowed-rows.ts'
import type { CheckedFilter } from './checker.ts'
import type { ConditionSets } from './condition-sets.ts'
import { type Cell, cellTest, isEventCondition, rightValues } from './evaluate.ts'
import type { RowSet } from './row-set.ts'
import type { RowColumn, RowTable } from './rows.ts'
import type { Condition, Expression } from './syntax.ts'

/** Rows that can be asked for one by one, or taken all at once. */
export interface SomeRows {
  /** One more than the table had: the last is the unknown candidate. */
  readonly size: number
  has(row: number): boolean
  toSet(): RowSet
}

type RowTest = (row: number) => boolean

/** From so many questions on, a set would have been quicker. */
const askedMax = 500

class AskedRows implements SomeRows {
  readonly size: number
  readonly #test: RowTest
  readonly #make: () => RowSet
  #set: RowSet | undefined
  #asked = 0

  constructor(size: number, test: RowTest, make: () => RowSet) {
    this.size = size
    this.#test = test
    this.#make = make
  }

  has(row: number): boolean {
    if (!this.#set && this.#asked++ < askedMax) return this.#test(row)
    return this.toSet().has(row)
  }

  toSet(): RowSet {
    this.#set ??= this.#make()
    return this.#set
  }
}

/** Undefined when nothing is in force and everything is allowed. Throws `MissingFilterValue`. */
export function askedRows(filter: CheckedFilter, sets: ConditionSets, request: RowRequest): SomeRows | undefined {
  const inForce = expressionsInForce(filter, request)
  if (inForce.length === 0) return undefined
  const testsOf = (action: Expression['action']): readonly RowTest[] =>
    inForce.filter(one => one.action === action).map(one => expressionTest(one, sets, request))
  const [includes, excludes] = [testsOf('INCLUDE'), testsOf('EXCLUDE')]
  const [isIncluded, isExcluded] = [anyOf(includes), anyOf(excludes)]
  const mayStand: RowTest = includes.length === 0 ? () => true : isIncluded
  const test: RowTest = excludes.length === 0 ? mayStand : row => mayStand(row) && !isExcluded(row)
  return new AskedRows(sets.rowCount + 1, test, () => rowsOfExpressions(inForce, sets, request) as RowSet)
}

function expressionTest({ anyOf: either }: Expression, sets: ConditionSets, request: RowRequest): RowTest {
  return anyOf(either.map(both => allOf(both.map(one => conditionTest(one, sets, request)))))
}

// Asked of every row that comes up: without a closure for each question, and straight through where there is one test.

function anyOf(tests: readonly RowTest[]): RowTest {
  if (tests.length === 1) return tests[0]!
  return row => {
    for (let at = 0; at < tests.length; at++) if (tests[at]!(row)) return true
    return false
  }
}

function allOf(tests: readonly RowTest[]): RowTest {
  if (tests.length === 1) return tests[0]!
  return row => {
    for (let at = 0; at < tests.length; at++) if (!tests[at]!(row)) return false
    return true
  }
}

function conditionTest(
  condition: Condition,
  { table, idField, rowCount }: ConditionSets,
  request: RowRequest,
): RowTest {
  if (isEventCondition(condition)) {
    const seen = rowsSeen(condition, rowCount, request)
    return row => seen.has(row)
  }
  const test = cellTest(condition, request)
  const name = condition.field.name.toUpperCase()
  if (name === idField) return idTest(condition, table, request, test)
  const column = table.column(name)
  return row => test(column && row < rowCount ? cellAt(column, row) : null)
}

/** Of the rows with one of these ids, and of all others. */
function idTest(condition: Condition, table: RowTable, request: RowRequest, test: (cell: Cell) => boolean): RowTest {
  const ids = new Map(rightValues(condition, request).map(id => [table.indexOf(String(id)), String(id)]))
  return row => test(ids.get(row) ?? null)
}

function cellAt({ numbers, codes, isCategorical }: RowColumn, row: number): Cell {
  if (numbers) return numbers[row] === undefined || Number.isNaN(numbers[row]) ? null : numbers[row]
  const code = codes?.cells[row] ?? 0
  if (code === 0) return null
  const text = codes!.textOf(code - 1)
  return isCategorical ? text.split('|') : text
}
