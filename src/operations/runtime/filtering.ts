/**
 * A filter put to one request: the values it brings, its user, its item, and what the user did up to this moment, as rows of
 * the group's profile. The filter comes first and the best are taken from what it allows, so nothing is padded.
 */

import type { Settings } from '../../config.ts'
import { invalidInput } from '../../contract/errors.ts'
import type { RowRequest } from '../../filters/allowed-rows.ts'
import { askedRows, type SomeRows } from '../../filters/asked-rows.ts'
import type { CheckedFilter } from '../../filters/checker.ts'
import { ConditionSets } from '../../filters/condition-sets.ts'
import { type Cell, type Fields, isEventCondition, MissingFilterValue } from '../../filters/evaluate.ts'
import { valuesIn } from '../../filters/filter-values.ts'
import type { EntityTable, GroupProfile, InteractionsOfUser } from '../../profiles/profile.ts'
import type { Recipe } from '../../recipes/recipe.ts'

export interface FilterUse {
  readonly filter: CheckedFilter
  readonly filterValues: Readonly<Record<string, string>>
}

export interface Asker {
  readonly profile: GroupProfile
  readonly recipe: Recipe
  readonly userId?: string | undefined
  readonly itemId?: string | undefined
  readonly settings: Pick<Settings, 'filterEventsPerTypeMax' | 'filterMemoryMb'>
  /** What the user had done. */
  readonly events: InteractionsOfUser | undefined
}

const asksForUser = ({ expressions }: CheckedFilter): boolean =>
  expressions.some(({ when, anyOf }) => when.length > 0 || anyOf.flat().some(isEventCondition))

const asksForItem = ({ expressions }: CheckedFilter): boolean =>
  expressions.some(({ anyOf }) => anyOf.flat().some(({ right }) => right.kind === 'current-item'))

/** [doc: runtime page, 1.3 and 1.13]; the texts are our own. */
function mustHaveSubjects(filter: CheckedFilter, { userId, recipe }: Asker): void {
  if (!userId && asksForUser(filter)) {
    throw invalidInput('userId is required: the filter tests the current user or their interactions.')
  }
  if (recipe.itemId !== 'required' && asksForItem(filter)) {
    throw invalidInput(`The filter compares with the current item, and the recipe ${recipe.name} has none.`)
  }
}

/** A comparison has one thing to compare with; more are a mistake that an answer would hide [inferred]. */
function mustBeSingle({ expressions }: CheckedFilter, values: RowRequest['values']): void {
  for (const { kind, right } of expressions.flatMap(({ anyOf, when }) => [...anyOf.flat(), ...when])) {
    const count = kind === 'compare' && right.kind === 'placeholder' ? (values.get(right.name)?.length ?? 1) : 1
    if (count === 1 || right.kind !== 'placeholder') continue
    throw invalidInput(`The filter parameter ${right.name} takes one value, not ${count}.`)
  }
}

const bytesPerMb = 1024 * 1024

/** What is remembered goes with the profile. */
const setsByProfile = new WeakMap<GroupProfile, ConditionSets>()

function setsOf({ profile, settings }: Asker): ConditionSets {
  const sets = setsByProfile.get(profile) ?? new ConditionSets(profile.items, settings.filterMemoryMb * bytesPerMb)
  setsByProfile.set(profile, sets)
  return sets
}

/** An id is a field of its record. */
function fieldsOf(table: EntityTable, id: string | undefined, idField: string): Fields | undefined {
  const row = id === undefined ? -1 : table.indexOf(id)
  if (row < 0) return undefined
  return name => {
    if (name.toUpperCase() === idField) return id
    const value = table.column(name.toUpperCase())?.valueAt(row)
    // The language has no booleans.
    return typeof value === 'boolean' ? null : (value satisfies Cell)
  }
}

export function requestFor({ filter, filterValues }: FilterUse, asker: Asker): RowRequest {
  const { profile, userId, itemId, settings, events } = asker
  const given = filter.placeholders.filter(name => Object.hasOwn(filterValues, name))
  const values = new Map(given.map(name => [name, valuesIn(filterValues[name]!)]))
  mustBeSingle(filter, values)
  const max = settings.filterEventsPerTypeMax
  return {
    values,
    user: fieldsOf(profile.users, userId, 'USER_ID'),
    item: fieldsOf(profile.items, itemId, 'ITEM_ID'),
    events,
    eventTypes: profile.eventTypes,
    ...(max > 0 && { eventsPerTypeMax: max }),
  }
}

/** Rows of the profile's items, and one more for an item it does not know. Undefined: everything is allowed. */
export function rowsAllowed(use: FilterUse, asker: Asker): SomeRows | undefined {
  mustHaveSubjects(use.filter, asker)
  try {
    return askedRows(use.filter, setsOf(asker), requestFor(use, asker))
  } catch (error) {
    throw error instanceof MissingFilterValue ? invalidInput(error.message) : error
  }
}

/** Those of the ids that the filter allows, in their order. */
export function idsAllowed(ids: readonly string[], use: FilterUse, asker: Asker): readonly string[] {
  const rows = rowsAllowed(use, asker)
  if (!rows) return ids
  return ids.filter(id => {
    const row = asker.profile.items.indexOf(id)
    return rows.has(row < 0 ? rows.size - 1 : row)
  })
}
