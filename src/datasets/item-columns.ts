/**
 * Which columns of an Items dataset train, by its schema and the solution's `trainingDataConfig` [doc: control-plane page,
 * sections 8.5 and 11.2]: numbers, categorical and textual strings; never plain strings and booleans. Identifier and
 * creation time are no features of their own.
 */

import type { Column, DatasetSchema } from './dataset-schema.ts'

export interface ItemColumn {
  readonly name: string
  readonly kind: 'category' | 'number' | 'text'
}

export interface TrainingDataConfig {
  readonly excludedDatasetColumns?: Readonly<Record<string, readonly string[]>>
  readonly includedDatasetColumns?: Readonly<Record<string, readonly string[]>>
}

/** Used whatever is excluded: they say what an item is and how old. */
const apart: ReadonlySet<string> = new Set(['ITEM_ID', 'CREATION_TIMESTAMP'])

export const itemColumnsOf = (schema: DatasetSchema, config: TrainingDataConfig = {}): readonly ItemColumn[] =>
  usedColumnsOf(schema, config, 'ITEMS').filter(({ name }) => !apart.has(name.toUpperCase()))

/** Of any dataset. */
export function usedColumnsOf(schema: DatasetSchema, config: TrainingDataConfig, type: string): readonly ItemColumn[] {
  return schema.columns.flatMap(column => {
    const kind = kindOf(column)
    return kind === undefined || !isLeftIn(column.name, type, config) ? [] : [{ name: column.name, kind }]
  })
}

/** Whether a column of a dataset may train. */
export function isLeftIn(column: string, type: string, config: TrainingDataConfig = {}): boolean {
  const excluded = columnsIn(config.excludedDatasetColumns, type)
  const included = columnsIn(config.includedDatasetColumns, type)
  return !excluded?.has(column) && (included?.has(column) ?? true)
}

/** Keys are dataset types in any case [inferred]. */
function columnsIn(lists: TrainingDataConfig['includedDatasetColumns'], type: string): ReadonlySet<string> | undefined {
  const entry = Object.entries(lists ?? {}).find(([given]) => given.toUpperCase() === type)
  return entry && new Set(entry[1])
}

function kindOf({ type, categorical, textual }: Column): ItemColumn['kind'] | undefined {
  if (type === 'boolean') return undefined
  if (type !== 'string') return 'number'
  if (categorical) return 'category'
  return textual ? 'text' : undefined
}
