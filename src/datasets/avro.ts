/**
 * The customer's schema text as columns, and whether it suits a dataset type. The service takes a small part of Avro: one
 * flat record of plain types and unions with null, plus three flags of its own. What is wrong is said with the field and
 * what would be right. Which fields each type needs is data: `reserved-fields.ts`. Rules: control-plane page, section 8.1.
 */

import type { Column, ColumnType, DatasetSchema, DatasetType } from './dataset-schema.ts'
import { type Domain, fieldRules, type ReservedField } from './reserved-fields.ts'

/** A fault in the customer's schema; the message is for the customer. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault'
}

const refuse = (what: string): never => {
  throw new SchemaFault(what)
}

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const columnTypes: ReadonlySet<unknown> = new Set<ColumnType>(['string', 'int', 'long', 'float', 'double', 'boolean'])

const fieldName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Versions met in the wild; the guide knows "1.0". [sample] */
const versions: ReadonlySet<unknown> = new Set([undefined, '1.0', '1.1', 1, 1.1])

function parseJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : refuse('The schema must be a JSON object of type "record".')
  } catch (error) {
    if (error instanceof SchemaFault) throw error
    return refuse(`The schema is not valid JSON: ${(error as Error).message}`)
  }
}

/** A plain type, a union of one with null in either order, or a union of one. [doc; one-element union sample] */
function parseType(name: string, given: unknown): { type: ColumnType; nullable: boolean } {
  const union = Array.isArray(given) ? given : [given]
  const types = union.filter(type => type !== 'null')
  const nulls = union.length - types.length
  const [type] = types
  if (types.length !== 1 || nulls > 1 || !columnTypes.has(type)) {
    refuse(
      `The field ${name} has the type ${JSON.stringify(given)}. ` +
        'Use one of string, int, long, float, double, boolean, or a union of one of them with null.',
    )
  }
  return { type: type as ColumnType, nullable: nulls === 1 }
}

function parseFlag(field: JsonObject, flag: string): boolean {
  const value = field[flag]
  if (value === undefined || typeof value === 'boolean') return value === true
  return refuse(`The attribute ${flag} of the field ${String(field.name)} must be true or false.`)
}

function parseField(field: unknown, index: number): Column {
  if (!isObject(field)) return refuse(`Field ${index + 1} of the schema must be an object with a name and a type.`)
  const { name } = field
  if (typeof name !== 'string' || !fieldName.test(name)) {
    return refuse(
      `Field ${index + 1} of the schema needs a name of letters, digits and underscores, not ${JSON.stringify(name)}.`,
    )
  }
  if ('default' in field) refuse(`The field ${name} has a default, and defaults are not supported.`)
  const column = {
    name,
    ...parseType(name, field.type),
    categorical: parseFlag(field, 'categorical'),
    textual: parseFlag(field, 'textual'),
    itemName: parseFlag(field, 'itemName'),
  }
  if (column.type !== 'string' && (column.categorical || column.textual || column.itemName)) {
    refuse(`The field ${name} is ${column.type}: only string fields can be categorical, textual or the item name.`)
  }
  if (column.categorical && column.textual) refuse(`The field ${name} cannot be both categorical and textual.`)
  return column
}

/** Names must stay distinct when everything but letters and digits is dropped. [doc] */
function checkDistinct(columns: readonly Column[]): void {
  const seen = new Map<string, string>()
  for (const { name } of columns) {
    const key = name.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
    const other = seen.get(key)
    if (other === name) refuse(`The schema has the field ${name} twice.`)
    if (other !== undefined)
      refuse(`The fields ${other} and ${name} differ only in case or in characters that do not count.`)
    seen.set(key, name)
  }
}

/** What holds for any dataset type; `checkSchema` holds the result against one. */
export function parseSchema(text: string): DatasetSchema {
  const record = parseJson(text)
  if (record.type !== 'record') refuse('The schema must have the type "record".')
  if (typeof record.name !== 'string' || record.name === '')
    return refuse('The schema must have a name, for instance "Interactions".')
  if (!versions.has(record.version)) refuse(`The schema has the version ${JSON.stringify(record.version)}. Use "1.0".`)
  if (!Array.isArray(record.fields) || record.fields.length === 0)
    return refuse('The schema must have a list of fields.')
  const columns = record.fields.map(parseField)
  checkDistinct(columns)
  return { recordName: record.name, columns }
}

const recordNames: Readonly<Record<DatasetType, string>> = {
  INTERACTIONS: 'Interactions',
  ITEMS: 'Items',
  USERS: 'Users',
  ACTIONS: 'Actions',
  ACTION_INTERACTIONS: 'ActionInteractions',
}

/** Case and separators do not count: `users` was accepted. [sample] */
const sameName = (one: string, other: string): boolean =>
  one.replaceAll('_', '').toUpperCase() === other.replaceAll('_', '').toUpperCase()

const told = (field: ReservedField): string =>
  `${field.types.join(' or ')}${field.kind === 'categorical' ? ', categorical: true' : field.kind === 'textual' ? ', textual: true' : ''}`

function checkReserved(column: Column, field: ReservedField): void {
  const right = `The field ${field.name} must be of type ${told(field)}`
  if (!field.types.includes(column.type)) refuse(`${right}, not ${column.type}.`)
  if (column.nullable && field.required) refuse(`${right}, and it cannot be null.`)
  if (column.type !== 'string') return
  if (field.kind === 'categorical' && !column.categorical) refuse(`${right}.`)
  if (field.kind === 'textual' && !column.textual) refuse(`${right}.`)
  if (field.kind === 'plain' && (column.categorical || column.textual)) {
    refuse(`${right}, neither categorical nor textual.`)
  }
}

function checkOwnFields(own: readonly Column[], datasetType: DatasetType, ownMax: number): void {
  if (own.length > ownMax) {
    refuse(`A schema for ${datasetType} has at most ${ownMax} fields of your own; this one has ${own.length}.`)
  }
  const textual = own.filter(column => column.textual)
  if (textual.length > 0 && datasetType !== 'ITEMS') {
    refuse(`The field ${textual[0]?.name} is textual, and only Items can have a textual field.`)
  }
}

/** Throws SchemaFault unless the schema suits a dataset of this type, in a group of this domain. */
export function checkSchema(schema: DatasetSchema, datasetType: DatasetType, domain?: Domain): void {
  if (!sameName(schema.recordName, recordNames[datasetType])) {
    refuse(
      `The schema of a dataset of type ${datasetType} must have the name ${recordNames[datasetType]}, not ${schema.recordName}.`,
    )
  }
  const rules = fieldRules(datasetType, domain)
  const byName = new Map(schema.columns.map(column => [column.name.toUpperCase(), column]))
  const missing = rules.reserved.filter(field => field.required && !byName.has(field.name)).map(field => field.name)
  // The service's own words, also where only the schema lacks the field. [sample]
  if (missing.length > 0) refuse(`Input csv is missing the following columns: [${missing.join(', ')}]`)
  for (const field of rules.reserved) {
    const column = byName.get(field.name)
    if (column) checkReserved(column, field)
  }
  const reserved = new Set(rules.reserved.map(field => field.name))
  checkOwnFields(
    schema.columns.filter(column => !reserved.has(column.name.toUpperCase())),
    datasetType,
    rules.ownMax,
  )
  if (schema.columns.filter(column => column.textual).length > 1) refuse('A schema has at most one textual field.')
  if (
    rules.needsMetadata &&
    !schema.columns.some(column => !isIdentifier(column, rules.reserved) && carriesMeaning(column))
  ) {
    refuse(`A schema for ${datasetType} needs at least one metadata field that is categorical, textual or a number.`)
  }
}

const isIdentifier = (column: Column, reserved: readonly ReservedField[]): boolean =>
  reserved.some(field => field.isIdentifier && field.name === column.name.toUpperCase())

const carriesMeaning = (column: Column): boolean =>
  column.categorical || column.textual || (column.type !== 'string' && column.type !== 'boolean')
