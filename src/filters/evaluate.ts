/**
 * The meaning of a checked filter, one candidate at a time: the plain version that faster evaluation must agree with.
 * Nulls and unknown ids are decided condition by condition, not by a third truth value (runtime behaviour 1.9).
 */

import type { CheckedFilter } from './checker.ts'
import type {
  CompareOperator,
  Condition,
  CurrentItem,
  Expression,
  Literal,
  Literals,
  Placeholder,
  UserCondition,
} from './syntax.ts'

/** A field's value; cells that pack several values come as lists. Null or undefined where there is none. */
export type Cell = string | number | readonly string[] | null | undefined

/** Fields of a record by their name in the schema. */
export type Fields = (name: string) => Cell

export interface Candidate {
  /** Of the candidate's own record; undefined when it has none. */
  readonly fields: Fields | undefined
  /**
   * Types of the considered interactions of the request's user with this candidate (or of this user, for UserID); empty
   * text for those without a type.
   */
  readonly eventTypes: readonly string[]
}

export interface FilterRequest {
  /** Values by placeholder name, from `valuesIn`. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly user: Fields | undefined
  readonly item: Fields | undefined
}

export class MissingFilterValue extends Error {
  override readonly name = 'MissingFilterValue'

  constructor(placeholder: string) {
    super(`Missing value for filter parameter: ${placeholder}`)
  }
}

type Right = Literal | Literals | Placeholder | CurrentItem

const isEmpty = (cell: string | readonly string[]): boolean => cell === '' || (cell.length === 1 && cell[0] === '')

/** Empty text is null, also where it is the only one of several. */
export const isAbsent = (cell: Cell): cell is null | undefined =>
  cell === null || cell === undefined || (typeof cell !== 'number' && isEmpty(cell))

const partsOf = (cell: NonNullable<Cell>): readonly string[] => (typeof cell === 'object' ? cell : [String(cell)])

/** As it is stored. */
const wholeOf = (cell: NonNullable<Cell>): string => partsOf(cell).join('|')

/** Empty text is no number. */
export const numberIn = (value: string | number): number =>
  typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)

/**
 * What the right side stands for in this request; a null field of the current item gives nothing. A cell of several
 * values is a list under IN and one text in a comparison.
 */
export function rightValues(
  { kind, right }: { kind: 'member' | 'compare'; right: Right },
  request: FilterRequest,
): readonly (string | number)[] {
  switch (right.kind) {
    case 'literal':
      return [right.value]
    case 'literals':
      return right.values.map(literal => literal.value)
    case 'placeholder':
      return request.values.get(right.name) ?? []
    case 'current-item': {
      const cell = request.item?.(right.field)
      if (isAbsent(cell)) return []
      return kind === 'member' ? partsOf(cell) : [wholeOf(cell)]
    }
  }
}

const orderings: Readonly<Record<CompareOperator, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

type CellTest = (cell: Cell) => boolean

function memberTest(values: readonly (string | number)[], isNegated: boolean): CellTest {
  const [numbers, texts] = [new Set(values.map(numberIn)), new Set(values.map(String))]
  return cell => {
    if (isAbsent(cell)) return isNegated
    const isMember = typeof cell === 'number' ? numbers.has(cell) : partsOf(cell).some(part => texts.has(part))
    return isMember !== isNegated
  }
}

/** A number and a text compare false, by any operator [inferred: runtime page, 1.9]. */
function comparison(value: string | number | undefined, operator: CompareOperator): CellTest {
  const [number, text] = [value === undefined ? Number.NaN : numberIn(value), String(value)]
  return cell => {
    if (isAbsent(cell)) return operator === '!='
    if (value === undefined) return false
    if (typeof cell === 'number') return !Number.isNaN(number) && orderings[operator](cell, number)
    return operator === '!=' ? wholeOf(cell) !== text : operator === '=' && wholeOf(cell) === text
  }
}

/** A condition on a null field of the current item is false, also under NOT IN. */
export function cellTest(test: Condition | UserCondition, request: FilterRequest): CellTest {
  const values = rightValues(test, request)
  if (values.length === 0 && test.right.kind === 'current-item') return () => false
  return test.kind === 'member' ? memberTest(values, test.isNegated) : comparison(values[0], test.operator)
}

const isAnyType = (values: readonly (string | number)[]): boolean => values.includes('*')

/** Of actions the guide writes `Not Taken` and `NOT_TAKEN` for the same [doc: runtime page, 4.9]. */
const plainTypeOf = ({ field: { dataset } }: Condition): ((type: string) => string) =>
  dataset === 'Action_Interactions'
    ? type =>
        type
          .trim()
          .toLowerCase()
          .replaceAll(/[\s_]+/g, '_')
    : type => type.toLowerCase()

/** Whether an event of a type counts. Event types are the only values compared without regard to case. [doc] */
export function eventTest(condition: Condition, request: FilterRequest): (type: string) => boolean {
  if (condition.kind !== 'member') return () => false
  const values = rightValues(condition, request)
  const isAny = isAnyType(values)
  const plain = plainTypeOf(condition)
  const wanted = new Set(values.map(value => plain(String(value))))
  return type => (isAny || wanted.has(plain(type))) !== condition.isNegated
}

export const isEventCondition = ({ field: { dataset } }: Condition): boolean =>
  dataset === 'Interactions' || dataset === 'Action_Interactions'

export function conditionHolds(condition: Condition, candidate: Candidate, request: FilterRequest): boolean {
  if (isEventCondition(condition)) return candidate.eventTypes.some(eventTest(condition, request))
  return cellTest(condition, request)(candidate.fields?.(condition.field.name))
}

const placeholdersOf = ({ anyOf, when }: Expression): readonly string[] =>
  [...anyOf.flat(), ...when].flatMap(({ right }) => (right.kind === 'placeholder' ? [right.name] : []))

/** An INCLUDE needs all its values; an EXCLUDE without one is skipped. An IF on a null field of the user is false. */
export function isInForce(expression: Expression, request: FilterRequest): boolean {
  const missing = placeholdersOf(expression).find(name => !request.values.has(name))
  if (missing !== undefined) {
    if (expression.action === 'INCLUDE') throw new MissingFilterValue(missing)
    return false
  }
  return expression.when.every(condition => {
    const cell = request.user?.(condition.field)
    return !isAbsent(cell) && cellTest(condition, request)(cell)
  })
}

const matches = (expression: Expression, candidate: Candidate, request: FilterRequest): boolean =>
  expression.anyOf.some(allOf => allOf.every(condition => conditionHolds(condition, candidate, request)))

/** Allowed: some INCLUDE in force matches, or none is in force; and no EXCLUDE in force matches. */
export function allows(filter: CheckedFilter, candidate: Candidate, request: FilterRequest): boolean {
  const inForce = filter.expressions.filter(expression => isInForce(expression, request))
  const includes = inForce.filter(({ action }) => action === 'INCLUDE')
  const excludes = inForce.filter(({ action }) => action === 'EXCLUDE')
  return (
    (includes.length === 0 || includes.some(expression => matches(expression, candidate, request))) &&
    !excludes.some(expression => matches(expression, candidate, request))
  )
}
