/**
 * What a filter had against an item, told with what it looked at: the event and its day, or the value of the field. The filter
 * may be gone or another by now; then nobody can say any more.
 */

import { eventTest, isEventCondition } from '../../filters/evaluate.ts'
import { printCondition, printFilter } from '../../filters/printer.ts'
import type { Condition } from '../../filters/syntax.ts'
import { objectionsTo } from '../../filters/verdict.ts'
import { withAutomatic } from '../../operations/runtime/automatic-filter.ts'
import { type Asker, type FilterUse, requestFor } from '../../operations/runtime/filtering.ts'
import { askerOf, filterUse } from '../../operations/runtime/question.ts'
import type { FieldValue, InteractionsOfUser } from '../../profiles/profile.ts'
import type { Then } from './then.ts'

interface Filtered {
  readonly filterArn?: string | undefined
  readonly filterValues?: Readonly<Record<string, string>> | undefined
}

/** `use` is absent where nothing was filtered. */
export interface FilterThen {
  readonly state: 'as then' | 'gone' | 'none'
  readonly use?: FilterUse
}

/** As it is now, if it is the one of then; with what the recipe leaves out by itself. */
export async function filterThen({ given, question }: Then, filtered: Filtered): Promise<FilterThen> {
  const { deployed, context } = question
  const own = async (): Promise<FilterUse | undefined> => {
    if (filtered.filterArn === undefined) return undefined
    const record = await context.records.get(filtered.filterArn)
    if (!record || record.createdAtMs > given.answeredAtMs || record.status !== 'ACTIVE') throw new FilterGone()
    return filterUse(question, filtered)
  }
  try {
    const use = withAutomatic(await own(), deployed.recipe)
    return use ? { state: 'as then', use } : { state: 'none' }
  } catch (error) {
    if (error instanceof FilterGone) return { state: 'gone' }
    throw error
  }
}

class FilterGone extends Error {
  override readonly name = 'FilterGone'
}

export const askerThen = async ({ question, interactions }: Then): Promise<Asker> => ({
  ...(await askerOf(question)),
  events: interactions,
})

export interface ShownFilter {
  readonly filterArn?: string
  readonly expression: string
  readonly filterValues?: Readonly<Record<string, string>>
}

export const shownFilter = ({ filter, filterValues }: FilterUse, filterArn?: string): ShownFilter => ({
  ...(filterArn !== undefined && { filterArn }),
  expression: printFilter(filter),
  ...(Object.keys(filterValues).length > 0 && { filterValues }),
})

export interface ShownObjection {
  /** INCLUDE: the item was not let in by it. EXCLUDE: it was taken out. */
  readonly expression: string
  readonly conditions: readonly ShownCondition[]
  readonly message: string
}

interface ShownCondition {
  readonly condition: string
  /** Of a field of the item, as it is now. */
  readonly value?: FieldValue
  /** Of a condition on what the user did: the newest event that meets it. */
  readonly event?: { readonly eventType: string | null; readonly time: string }
}

/** Empty: the filter allows the item. */
export async function objectionsThen(then: Then, use: FilterUse, itemId: string): Promise<readonly ShownObjection[]> {
  const asker = await askerThen(then)
  const request = requestFor(use, asker)
  const row = asker.profile.items.indexOf(itemId)
  const events = newestOf(then.interactions, row, request.eventsPerTypeMax)
  const fieldOf = (name: string): FieldValue =>
    name.toUpperCase() === 'ITEM_ID' ? itemId : (asker.profile.items.column(name.toUpperCase())?.valueAt(row) ?? null)
  const fields = (name: string) => withoutBoolean(fieldOf(name))
  const candidate = { fields: row < 0 ? undefined : fields, eventTypes: events.map(({ eventType }) => eventType ?? '') }
  return objectionsTo(use.filter, candidate, request).map(({ action, text, conditions }) => {
    const shown = conditions.map((condition): ShownCondition => {
      if (!isEventCondition(condition)) {
        return { condition: printCondition(condition), value: row < 0 ? null : fieldOf(condition.field.name) }
      }
      const test = eventTest(condition, request)
      const event = events.find(({ eventType }) => test(eventType ?? ''))
      return { condition: printCondition(condition), ...(event && { event: told(event) }) }
    })
    return { expression: text, conditions: shown, message: sentenceOf(action, text, shown, conditions) }
  })
}

/** The language has no booleans. */
const withoutBoolean = (value: FieldValue) => (typeof value === 'boolean' ? null : value)

interface EventOfItem {
  readonly eventType: string | null
  readonly time: number
}

/** Those with the item, newest first, of each type only as many of all as the filter looks at. */
function newestOf(
  interactions: InteractionsOfUser | undefined,
  row: number,
  perTypeMax = Number.POSITIVE_INFINITY,
): readonly EventOfItem[] {
  const events: EventOfItem[] = []
  const counts = new Map<string | null, number>()
  for (let at = (interactions?.count ?? 0) - 1; interactions && at >= 0; at--) {
    const eventType = interactions.eventTypeAt(at)
    const count = (counts.get(eventType) ?? 0) + 1
    counts.set(eventType, count)
    if (count <= perTypeMax && interactions.itemAt(at) === row)
      events.push({ eventType, time: interactions.timeAt(at) })
  }
  return events
}

const told = ({ eventType, time }: EventOfItem) => ({ eventType, time: new Date(time * 1000).toISOString() })

function sentenceOf(
  action: 'INCLUDE' | 'EXCLUDE',
  text: string,
  shown: readonly ShownCondition[],
  conditions: readonly Condition[],
): string {
  const because = shown.map((one, at) => reasonOf(one, conditions[at]!)).join(' and ')
  return action === 'EXCLUDE' ? `removed by ${text}: ${because}` : `not let in by ${text}: ${because}`
}

function reasonOf({ value, event }: ShownCondition, condition: Condition): string {
  if (event) return `the user's "${event.eventType ?? ''}" event with the item on ${event.time}`
  if (isEventCondition(condition)) return 'the user has no such event with the item'
  return `the item's ${condition.field.name} is ${value === null ? 'empty' : JSON.stringify(value)}`
}
