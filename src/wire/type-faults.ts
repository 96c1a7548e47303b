/**
 * First half of validation: reads a JSON value as a shape. Gives the value back with unknown members dropped, nulls left
 * out and timestamps as epoch seconds, or throws SerializationException at the first value of a wrong type, which is when
 * the original's parser gives up. Texts are those of the API family's parser [sample: public reports of other services].
 *
 * Numbers must be JSON numbers: the family does not read text as a number. Timestamps are read leniently (number, numeric
 * text, ISO-8601 text; values above 1e11 are milliseconds), because clients of the events service send all of these.
 */

import { ApiError } from '../contract/errors.ts'
import { membersOf, type Shape, type WireKind } from '../contract/shape.ts'

type JsonObject = Readonly<Record<string, unknown>>

const fault = (message: string): ApiError => new ApiError('SerializationException', message)

const targetName: Readonly<Record<WireKind, string>> = {
  string: 'String',
  boolean: 'Boolean',
  integer: 'Integer',
  float: 'Float',
  double: 'Double',
  timestamp: 'Timestamp',
  list: 'List',
  map: 'Map',
  structure: 'Structure',
}

const wrongType = (value: unknown, kind: WireKind): ApiError => {
  if (value === null) return fault(`NULL_VALUE cannot be converted to ${targetName[kind]}`)
  if (Array.isArray(value)) return fault('Start of list found where not expected')
  if (typeof value === 'object') return fault('Start of structure or map found where not expected.')
  const found =
    typeof value === 'boolean' ? (value ? 'TRUE_VALUE' : 'FALSE_VALUE') : `${typeof value}_VALUE`.toUpperCase()
  return fault(`${found} cannot be converted to ${targetName[kind]}`)
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const int32Max = 2 ** 31 - 1

const readInteger = (value: unknown): number => {
  if (typeof value !== 'number') throw wrongType(value, 'integer')
  if (!Number.isInteger(value) || Math.abs(value) > int32Max) throw fault('NUMBER_VALUE cannot be converted to Integer')
  return value
}

/** JSON.parse reads 1e999 as infinite; the family spells such numbers as text, which has no meaning in this API. */
const readNumber = (value: unknown, kind: 'float' | 'double'): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(value, kind)
  return value
}

/** As seconds the year 5138, as milliseconds 1973. */
const millisecondsFrom = 1e11

const isoForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

const secondsOf = (value: unknown): number => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return Number.NaN
  const text = value.trim()
  return isoForm.test(text) ? Date.parse(text) / 1000 : Number(text)
}

const readTimestamp = (value: unknown): number => {
  const given = secondsOf(value)
  const seconds = Math.abs(given) > millisecondsFrom ? given / 1000 : given
  // What is still too large was sent in micro- or nanoseconds, or is no time at all.
  if (!(Math.abs(seconds) <= millisecondsFrom)) throw wrongType(value, 'timestamp')
  return seconds
}

const readList = (shape: Shape, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw wrongType(value, 'list')
  return value.map(item => (item === null ? null : readTyped(shape.item!, item)))
}

const readMap = (shape: Shape, value: unknown): JsonObject => {
  if (!isObject(value)) throw wrongType(value, 'map')
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, entry === null ? null : readTyped(shape.value!, entry)]),
  )
}

const readStructure = (shape: Shape, value: unknown): JsonObject => {
  if (!isObject(value)) throw wrongType(value, 'structure')
  const read: Record<string, unknown> = {}
  for (const [name, member] of membersOf(shape)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined
    if (given !== undefined && given !== null) read[name] = readTyped(member, given)
  }
  return read
}

const readPlain = (value: unknown, kind: 'string' | 'boolean'): unknown => {
  if (typeof value !== kind) throw wrongType(value, kind)
  return value
}

/** `value` is neither null nor undefined; nulls inside lists and maps are kept for the constraint walk to report. */
export const readTyped = (shape: Shape, value: unknown): unknown => {
  switch (shape.wire) {
    case 'string':
    case 'boolean':
      return readPlain(value, shape.wire)
    case 'integer':
      return readInteger(value)
    case 'float':
    case 'double':
      return readNumber(value, shape.wire)
    case 'timestamp':
      return readTimestamp(value)
    case 'list':
      return readList(shape, value)
    case 'map':
      return readMap(shape, value)
    case 'structure':
      return readStructure(shape, value)
  }
}
