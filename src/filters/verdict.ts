/**
 * What a filter has against one candidate, in its own words: the EXCLUDEs in force that match it, with the conditions that
 * hold; or, where it matches no INCLUDE in force, all of those, each with what fails. By the plain meaning of `evaluate.ts`.
 */

import type { CheckedFilter } from './checker.ts'
import { type Candidate, conditionHolds, type FilterRequest, isInForce } from './evaluate.ts'
import { printExpression } from './printer.ts'
import type { Condition, Expression } from './syntax.ts'

export interface Objection {
  readonly action: Expression['action']
  /** The expression as it can be written. */
  readonly text: string
  /** Of an EXCLUDE those that hold, of an INCLUDE those that fail where the fewest do. */
  readonly conditions: readonly Condition[]
}

/** Nothing: the candidate is allowed. Throws `MissingFilterValue`. */
export function objectionsTo(
  filter: CheckedFilter,
  candidate: Candidate,
  request: FilterRequest,
): readonly Objection[] {
  const inForce = filter.expressions.filter(expression => isInForce(expression, request))
  const objectionOf = (expression: Expression, conditions: readonly Condition[]): Objection => ({
    action: expression.action,
    text: printExpression(expression, filter.target),
    conditions,
  })
  const failing = (allOf: readonly Condition[]): readonly Condition[] =>
    allOf.filter(condition => !conditionHolds(condition, candidate, request))
  const excluded = inForce
    .filter(({ action }) => action === 'EXCLUDE')
    .flatMap(expression => {
      const held = expression.anyOf.find(allOf => failing(allOf).length === 0)
      return held ? [objectionOf(expression, held)] : []
    })
  if (excluded.length > 0) return excluded
  const missed = inForce
    .filter(({ action }) => action === 'INCLUDE')
    .map(expression => objectionOf(expression, fewest(expression.anyOf.map(failing))))
  return missed.every(({ conditions }) => conditions.length > 0) ? missed : []
}

const fewest = (lists: readonly (readonly Condition[])[]): readonly Condition[] =>
  lists.reduce((best, list) => (list.length < best.length ? list : best))
