/**
 * A whole filter for one request, over all candidates at once: what `evaluate.ts` says of each, as a set of rows. The sets
 * of conditions are remembered; what a user did is looked at anew each time, all of it unless a limit is given.
 *
 * Left out: filters on UserID that test interactions, which ask for the users of an event and not for the events of a user.
 */

import type { CheckedFilter } from './checker.ts'
import type { ConditionSets } from './condition-sets.ts'
import { eventTest, type FilterRequest, isEventCondition, isInForce } from './evaluate.ts'
import { RowSet } from './row-set.ts'
import type { RowEvents } from './rows.ts'
import type { Condition, Expression } from './syntax.ts'

export interface RowRequest extends FilterRequest {
  readonly events: RowEvents | undefined
  /** By code. */
  readonly eventTypes: readonly string[]
  /** Only so many of the newest events of each type count. Absent: all of them. */
  readonly eventsPerTypeMax?: number
}

/** Row of a candidate that the table does not know, in the sets of a table of so many rows. */
export const unknownRow = (rowCount: number): number => rowCount

/** Throws `MissingFilterValue`. */
export const expressionsInForce = ({ expressions }: CheckedFilter, request: RowRequest): readonly Expression[] =>
  expressions.filter(expression => isInForce(expression, request))

/** Undefined when nothing is in force and everything is allowed. Throws `MissingFilterValue`. Not to be changed. */
export const allowedRows = (filter: CheckedFilter, sets: ConditionSets, request: RowRequest): RowSet | undefined =>
  rowsOfExpressions(expressionsInForce(filter, request), sets, request)

/** Undefined when there are none. */
export function rowsOfExpressions(
  inForce: readonly Expression[],
  sets: ConditionSets,
  request: RowRequest,
): RowSet | undefined {
  const rowsOf = (action: Expression['action']): RowSet | undefined =>
    union(inForce.filter(one => one.action === action).map(one => rowsOfExpression(one, sets, request)))
  const included = rowsOf('INCLUDE')
  const excluded = rowsOf('EXCLUDE')
  if (!excluded) return included
  const allowed = included ? included.copy() : RowSet.full(excluded.size)
  allowed.removeAll(excluded)
  return allowed
}

const rowsOfExpression = ({ anyOf }: Expression, sets: ConditionSets, request: RowRequest): RowSet =>
  union(anyOf.map(allOf => intersection(allOf.map(one => rowsOfCondition(one, sets, request))))) as RowSet

const rowsOfCondition = (condition: Condition, sets: ConditionSets, request: RowRequest): RowSet =>
  isEventCondition(condition) ? rowsOfEvents(condition, sets.rowCount, request) : sets.of(condition, request)

function union([first, ...others]: readonly RowSet[]): RowSet | undefined {
  if (!first || others.length === 0) return first
  const all = first.copy()
  for (const other of others) all.addAll(other)
  return all
}

function intersection([first, ...others]: readonly RowSet[]): RowSet {
  const common = others.length === 0 ? (first as RowSet) : (first as RowSet).copy()
  for (const other of others) common.keepOnly(other)
  return common
}

/** By event type code plus one; 0 is an event without a type. */
function verdictsOf(condition: Condition, request: RowRequest): Uint8Array {
  const counts = eventTest(condition, request)
  return Uint8Array.from(['', ...request.eventTypes], type => Number(counts(type)))
}

function rowsOfEvents(condition: Condition, rowCount: number, request: RowRequest): RowSet {
  const set = new RowSet(rowCount + 1)
  eachSeen(condition, request, row => set.add(row))
  return set
}

/** From so many events on, a bit for each row takes less room than the rows by name. */
const namedMax = 500

/** Of the user's events those that count, by the row of their item. */
export function rowsSeen(condition: Condition, rowCount: number, request: RowRequest): Pick<RowSet, 'has'> {
  if ((request.events?.count ?? 0) > namedMax) return rowsOfEvents(condition, rowCount, request)
  const rows = new Set<number>()
  eachSeen(condition, request, row => rows.add(row))
  return rows
}

function eachSeen(condition: Condition, request: RowRequest, use: (row: number) => void): void {
  const { events, eventsPerTypeMax = Number.POSITIVE_INFINITY } = request
  if (!events) return
  const verdicts = verdictsOf(condition, request)
  const counted = new Uint32Array(verdicts.length)
  for (let at = events.count - 1; at >= 0; at--) {
    const type = events.eventTypeCodeAt(at) + 1
    if (verdicts[type] === 0) continue
    counted[type]! += 1
    if (counted[type]! <= eventsPerTypeMax) use(events.itemAt(at))
  }
}
