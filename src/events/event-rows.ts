/**
 * The rows of one PutEvents call: each event's members and properties as columns of the Interactions schema, and beside
 * them what the schema has no column for (session, event id, what was shown). A call is taken as a whole or refused as a
 * whole [inferred]. Rules: runtime page, 4.2 to 4.6.
 */

import { invalidInput } from '../contract/errors.ts'
import type { Column, DatasetSchema } from '../datasets/dataset-schema.ts'
import { privateColumns } from '../datasets/private-columns.ts'
import { plainKey, type Row, readProperties, type Value, valueFor } from './properties.ts'

export interface PutEvent {
  readonly eventId?: string
  readonly eventType: string
  readonly eventValue?: number
  readonly itemId?: string
  readonly properties?: string
  /** Epoch seconds. */
  readonly sentAt: number
  readonly recommendationId?: string
  readonly impression?: readonly string[]
  readonly metricAttribution?: { readonly eventAttributionSource: string }
}

export interface EventCall {
  readonly sessionId: string
  readonly userId?: string
  readonly eventList: readonly PutEvent[]
}

/** The items of a recent answer; undefined where nobody remembers it. */
export type ShownBy = (recommendationId: string) => readonly string[] | undefined

/** [doc] */
const eventBytesMax = 10 * 1024
const idLengthMax = 256

/** They are members of the call or the event, and must not be given again here [doc]. */
const forbiddenKeys = ['userId', 'sessionId', 'eventType', 'timestamp', 'recommendationId', 'impression']

const checkSize = (event: object): void => {
  if (Buffer.byteLength(JSON.stringify(event)) <= eventBytesMax) return
  throw invalidInput(`An event can have at most ${eventBytesMax} bytes.`)
}

const checkKeys = (properties: ReadonlyMap<string, unknown>): void => {
  const key = forbiddenKeys.find(name => properties.has(plainKey(name)))
  if (key !== undefined)
    throw invalidInput(`properties must not contain ${key}: it has a place of its own in the call.`)
}

/** The member wins where the properties have it, too [inferred]. */
function itemOf({ itemId }: PutEvent, properties: ReadonlyMap<string, unknown>): string {
  const given = itemId ?? properties.get('itemid')
  const isId = (typeof given === 'string' && given !== '') || typeof given === 'number'
  if (!isId) throw invalidInput('An event needs an itemId, as a member or in its properties.')
  const id = String(given)
  if (id.length > idLengthMax) throw invalidInput(`Length cannot be more than ${idLengthMax} characters for ITEM_ID.`)
  return id
}

const joined = (ids: readonly string[] | undefined): string | null => (ids === undefined ? null : ids.join('|'))

/** Values of the columns that the API fills from members, by upper-case name. */
function memberValues(call: EventCall, event: PutEvent, properties: ReadonlyMap<string, unknown>) {
  const members: Readonly<Record<string, unknown>> = {
    USER_ID: call.userId,
    ITEM_ID: itemOf(event, properties),
    TIMESTAMP: Math.floor(event.sentAt),
    EVENT_TYPE: event.eventType,
    EVENT_VALUE: event.eventValue ?? properties.get('eventvalue'),
    RECOMMENDATION_ID: event.recommendationId,
    IMPRESSION: joined(event.impression),
    EVENT_ATTRIBUTION_SOURCE: event.metricAttribution?.eventAttributionSource,
  }
  return members
}

/** Nobody is known yet by a session alone; ids and lists are longer than what people write into a column. */
const isTakenAsItIs: ReadonlySet<string> = new Set(['USER_ID', 'ITEM_ID', 'ACTION_ID', 'IMPRESSION'])

function cell(column: Column, members: Readonly<Record<string, unknown>>, properties: ReadonlyMap<string, unknown>) {
  const name = column.name.toUpperCase()
  if (isTakenAsItIs.has(name)) return (members[name] ?? null) as Value
  return valueFor(column, name in members ? members[name] : properties.get(plainKey(name)))
}

function rowOf(call: EventCall, event: PutEvent, schema: DatasetSchema, shownBy: ShownBy): Row {
  checkSize(event)
  const properties = readProperties(event.properties)
  checkKeys(properties)
  const members = memberValues(call, event, properties)
  const columns = schema.columns.map(column => [column.name, cell(column, members, properties)] as const)
  const { recommendationId } = event
  // A list that was told counts more than the answer it came from [doc].
  const shown = event.impression ?? (recommendationId === undefined ? undefined : shownBy(recommendationId))
  return {
    ...Object.fromEntries(columns),
    [privateColumns.session]: call.sessionId,
    ...(event.eventId === undefined ? {} : { [privateColumns.event]: event.eventId }),
    ...(recommendationId === undefined ? {} : { [privateColumns.recommendation]: recommendationId }),
    ...(shown === undefined ? {} : { [privateColumns.impression]: shown.join('|') }),
  }
}

/** The three types that count are written in several ways in the guide; they are kept in one [doc: runtime page, 4.9]. */
const actionEventType = (given: string): string =>
  given
    .trim()
    .toUpperCase()
    .replaceAll(/[\s_]+/g, '_')

export interface PutActionInteraction {
  readonly actionId: string
  readonly userId?: string
  readonly sessionId: string
  /** Epoch seconds. */
  readonly timestamp: number
  readonly eventType: string
  readonly eventId?: string
  readonly recommendationId?: string
  readonly properties?: string
}

/** One row of PutActionInteractions. Here user and session belong to the interaction; an impression is ignored [doc]. */
export function actionRow(given: PutActionInteraction, schema: DatasetSchema): Row {
  checkSize(given)
  const properties = readProperties(given.properties)
  checkKeys(properties)
  const members = {
    USER_ID: given.userId,
    ACTION_ID: given.actionId,
    TIMESTAMP: Math.floor(given.timestamp),
    EVENT_TYPE: actionEventType(given.eventType),
    RECOMMENDATION_ID: given.recommendationId,
  }
  const columns = schema.columns.map(column => [column.name, cell(column, members, properties)] as const)
  return {
    ...Object.fromEntries(columns),
    [privateColumns.session]: given.sessionId,
    ...(given.eventId === undefined ? {} : { [privateColumns.event]: given.eventId }),
  }
}

export const eventRows = (call: EventCall, schema: DatasetSchema, shownBy: ShownBy): readonly Row[] =>
  call.eventList.map(event => rowOf(call, event, schema, shownBy))
