/**
 * From the `properties` text of a put to values of the schema's columns. The text holds a JSON object of scalars; its keys
 * are the camelCase form of field names (`categoryL1` for CATEGORY_L1) and are found whatever their case and underscores.
 * Values are taken as leniently as clients send them (numbers as text, "true") and refused where they cannot be what the
 * column holds. Keys of no column are passed over. Rules: runtime page, 3.8, 4.4 and 4.8.
 */

import { invalidInput } from '../contract/errors.ts'
import type { Column, DatasetSchema } from '../datasets/dataset-schema.ts'

export type Value = string | number | boolean | null

/** By the name of the column as the schema spells it. */
export type Row = Readonly<Record<string, Value>>

/** As the log has them: a row per line, for JSON has no line breaks of its own. */
export const encodeRows = (rows: readonly Row[]): string => rows.map(encoded).join('\n')

/** Half a surrogate pair is no text: JSON writes it as an escape that no reader of segments takes. */
function encoded(row: Row): string {
  const text = JSON.stringify(row)
  if (!text.includes('\\ud')) return text
  return JSON.stringify(row, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))
}

export const decodeRows = (text: string): readonly Row[] => text.split('\n').map(line => JSON.parse(line) as Row)

/** The service's own words [report]. */
const unreadable = () => invalidInput('Error parsing properties json')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable()
  }
}

export const plainKey = (key: string): string => key.replaceAll('_', '').toLowerCase()

/** By plain key; of two spellings of a key the later one counts. An absent text is an object without keys. */
export function readProperties(text: string | undefined): ReadonlyMap<string, unknown> {
  if (text === undefined) return new Map()
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable()
  return new Map(Object.entries(value).map(([key, given]) => [plainKey(key), given]))
}

/** Characters [doc: runtime page, 9.8]; a longer text is cut, a longer categorical or plain value refused, as in imports. */
const textLengthMax = 20_000
const stringLengthMax = 1000

const told = (given: unknown): string => JSON.stringify(given)?.slice(0, 60) ?? 'nothing'

const mustBe = (column: Column, what: string, given: unknown) =>
  invalidInput(`The value of ${column.name} must be ${what}, not ${told(given)}.`)

function stringOf(column: Column, given: unknown): string {
  if (typeof given === 'object') throw mustBe(column, 'a text', given)
  const text = String(given)
  if (column.textual) {
    return text
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, textLengthMax)
  }
  if (text.length <= stringLengthMax) return text
  throw invalidInput(`Length cannot be more than ${stringLengthMax} characters for ${column.name}.`)
}

function booleanOf(column: Column, given: unknown): boolean {
  const text = String(given).toLowerCase()
  if (text !== 'true' && text !== 'false') throw mustBe(column, 'true or false', given)
  return text === 'true'
}

const wholeMax: Partial<Record<Column['type'], number>> = { int: 2 ** 31 - 1, long: Number.MAX_SAFE_INTEGER }

function numberOf(column: Column, given: unknown): number {
  const isNumeric = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '')
  const value = isNumeric ? Number(given) : Number.NaN
  const max = wholeMax[column.type]
  if (max !== undefined) {
    if (Number.isInteger(value) && Math.abs(value) <= max) return value
    throw mustBe(column, `a whole number (${column.type})`, given)
  }
  const kept = column.type === 'float' ? shortestFloat(value) : value
  if (Number.isFinite(kept)) return kept
  throw mustBe(column, `a number (${column.type})`, given)
}

/** The shortest decimal that is the same single-precision number: what a segment gives back. */
export function shortestFloat(value: number): number {
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return Number.NaN
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits))
    if (Math.fround(short) === single) return short
  }
  return Number(single.toPrecision(9))
}

function cellOf(column: Column, given: unknown): Value {
  if (column.type === 'string') return stringOf(column, given)
  return column.type === 'boolean' ? booleanOf(column, given) : numberOf(column, given)
}

/** Null for what is absent, where the column allows it. */
export function valueFor(column: Column, given: unknown): Value {
  if (given !== undefined && given !== null) return cellOf(column, given)
  if (column.nullable) return null
  throw invalidInput(`${column.name} is required by the schema: give it in properties.`)
}

/** One page of the guide calls the column of actions by the longer name [doc conflict: runtime page, 4.8]. */
const otherKeys: Readonly<Record<string, string>> = {
  actionexpirationtimestamp: 'expirationtimestamp',
  expirationtimestamp: 'actionexpirationtimestamp',
}

function given(properties: ReadonlyMap<string, unknown>, { name }: Column): unknown {
  const key = plainKey(name)
  return properties.get(key) ?? properties.get(otherKeys[key] ?? key)
}

/** The row of an item, user or action: its id and every other column from the properties. */
export function entityRow(schema: DatasetSchema, key: string, id: string, propertiesText: string | undefined): Row {
  const properties = readProperties(propertiesText)
  return Object.fromEntries(
    schema.columns.map(column => [
      column.name,
      column.name.toUpperCase() === key ? id : valueFor(column, given(properties, column)),
    ]),
  )
}
