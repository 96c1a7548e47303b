/**
 * Fields of items in an answer: asked for by their name in the schema, given under their name in camel case, all values as
 * text [sample, doc: runtime page, 3.8].
 */

import { invalidInput } from '../../contract/errors.ts'
import type { EntityTable, FieldValue, GroupProfile } from '../../profiles/profile.ts'
import type { Deployed } from './deployed.ts'

/** [doc] */
const columnCountMax = 10
export const resultCountMaxWithMetadata = 50

/** [doc: published model] */
const textLengthMax = 20_000

export type ColumnsAsked = Readonly<Record<string, readonly string[]>>

interface Asked {
  /** In camel case. */
  readonly key: string
  readonly column: string
}

/** `NUM_RATINGS` is `numRatings`. */
export const camelCased = (name: string): string =>
  name.toLowerCase().replace(/_+([^_])/g, (_, first: string) => first.toUpperCase())

const textOf = (value: Exclude<FieldValue, null>): string =>
  (typeof value === 'object' ? value.join('|') : String(value)).slice(0, textLengthMax)

function columnsIn(columns: ColumnsAsked): readonly string[] {
  const [dataset] = Object.keys(columns)
  if (dataset === undefined) return []
  if (dataset.toUpperCase() !== 'ITEMS')
    throw invalidInput(`metadataColumns has ITEMS as its only key, not ${dataset}.`)
  return [...new Set((columns[dataset] ?? []).map(name => name.toUpperCase()))]
}

/** Names of the columns, in upper case; none when no metadata is asked for. */
export function metadataAsked(columns: ColumnsAsked | undefined, { hasMetadata, recipe }: Deployed): readonly string[] {
  const names = columnsIn(columns ?? {})
  if (names.length === 0) return names
  if (!hasMetadata) {
    throw invalidInput(
      `Metadata is not enabled: set enableMetadataWithRecommendations in campaignConfig, or use a recipe that has it by itself, unlike ${recipe.name}.`,
    )
  }
  if (names.length > columnCountMax) throw invalidInput(`metadataColumns can name at most ${columnCountMax} columns.`)
  return names
}

/** A field of every schema, and no column of the table. */
const idField = 'ITEM_ID'

function columnAsked({ items }: GroupProfile, name: string): Asked {
  if (name === idField) return { key: camelCased(name), column: name }
  const column = items.column(name)
  if (!column) throw invalidInput(`The Items schema has no field ${name}.`)
  if (column.type === 'boolean') throw invalidInput(`${name} is boolean, and boolean fields are not returned.`)
  return { key: camelCased(name), column: name }
}

function metadataOf(items: EntityTable, itemId: string, asked: readonly Asked[]): Record<string, string> {
  const row = items.indexOf(itemId)
  const metadata: Record<string, string> = {}
  for (const { key, column } of row < 0 ? [] : asked) {
    const value = column === idField ? itemId : (items.column(column)?.valueAt(row) ?? null)
    if (value !== null) metadata[key] = textOf(value)
  }
  return metadata
}

export function withMetadata<I extends { readonly itemId?: string }>(
  items: readonly I[],
  columns: readonly string[],
  profile: GroupProfile,
): readonly (I & { metadata: Record<string, string> })[] {
  const asked = columns.map(name => columnAsked(profile, name))
  return items.map(item => ({ ...item, metadata: metadataOf(profile.items, item.itemId ?? '', asked) }))
}
