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

/** A field's value: text of categorical cells keeps its bars; null or undefined where there is none. */
export type Cell = string | number | null | undefined

export type Fields = Readonly<Record<string, Cell>>

export interface Candidate {
  /** Fields of the candidate's own record; undefined when it has none. */
  readonly fields: Fields | undefined
  /** Types of the considered interactions of the request's user with this candidate (or of this user, for UserID). */
  readonly eventTypes: readonly string[]
}

export interface FilterRequest {
  /** Values by placeholder name, from `valuesIn`. */
  readonly values: Readonly<Record<string, readonly string[]>>
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

const isAbsent = (cell: Cell): cell is null | undefined | '' => cell === null || cell === undefined || cell === ''

const partsOf = (cell: string | number): readonly string[] =>
  typeof cell === 'number' ? [String(cell)] : cell.split('|')

/** What the right side stands for in this request; a null field of the current item gives nothing. */
function rightValues(right: Right, request: FilterRequest): readonly (string | number)[] {
  switch (right.kind) {
    case 'literal':
      return [right.value]
    case 'literals':
      return right.values.map(literal => literal.value)
    case 'placeholder':
      return request.values[right.name] ?? []
    case 'current-item': {
      const cell = request.item?.[right.field]
      return isAbsent(cell) ? [] : partsOf(cell)
    }
  }
}

function isMember(cell: string | number, values: readonly (string | number)[]): boolean {
  if (typeof cell === 'number') return values.some(value => Number(value) === cell)
  const parts = partsOf(cell)
  return values.some(value => parts.includes(String(value)))
}

const orderings: Readonly<Record<CompareOperator, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

function compares(operator: CompareOperator, cell: string | number, value: string | number): boolean {
  if (typeof cell === 'number') return orderings[operator](cell, Number(value))
  return operator === '!=' ? cell !== String(value) : operator === '=' && cell === String(value)
}

/** A test of one cell. A condition on a null field of the current item is false, also under NOT IN. */
function holds(test: Condition | UserCondition, cell: Cell, request: FilterRequest): boolean {
  const values = rightValues(test.right, request)
  if (values.length === 0 && test.right.kind === 'current-item') return false
  if (isAbsent(cell)) return test.kind === 'member' ? test.isNegated : test.operator === '!='
  if (test.kind === 'member') return isMember(cell, values) !== test.isNegated
  const [value] = values
  return value !== undefined && compares(test.operator, cell, value)
}

const isAnyType = (values: readonly (string | number)[]): boolean => values.includes('*')

/** Event types are the only values compared without regard to case. [doc] */
function eventHolds(condition: Condition, eventTypes: readonly string[], request: FilterRequest): boolean {
  if (condition.kind !== 'member') return false
  const values = rightValues(condition.right, request)
  const wanted = new Set(values.map(value => String(value).toLowerCase()))
  const matches = (type: string) => isAnyType(values) || wanted.has(type.toLowerCase())
  return eventTypes.some(type => matches(type) !== condition.isNegated)
}

function conditionHolds(condition: Condition, candidate: Candidate, request: FilterRequest): boolean {
  const { dataset, name } = condition.field
  if (dataset === 'Interactions' || dataset === 'Action_Interactions') {
    return eventHolds(condition, candidate.eventTypes, request)
  }
  return holds(condition, candidate.fields?.[name], request)
}

const placeholdersOf = ({ anyOf, when }: Expression): readonly string[] =>
  [...anyOf.flat(), ...when].flatMap(({ right }) => (right.kind === 'placeholder' ? [right.name] : []))

/** An INCLUDE needs all its values; an EXCLUDE without one is skipped. An IF on a null field of the user is false. */
function isInForce(expression: Expression, request: FilterRequest): boolean {
  const missing = placeholdersOf(expression).find(name => request.values[name] === undefined)
  if (missing !== undefined) {
    if (expression.action === 'INCLUDE') throw new MissingFilterValue(missing)
    return false
  }
  return expression.when.every(
    condition =>
      !isAbsent(request.user?.[condition.field]) && holds(condition, request.user?.[condition.field], request),
  )
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
