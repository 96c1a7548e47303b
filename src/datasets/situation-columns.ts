/**
 * Which columns say in what situation an interaction came about: own columns of the Interactions schema (the context of a
 * request gives them) and columns of the Users dataset. Categorical strings and numbers, as `trainingDataConfig` leaves them;
 * the columns the schema reserves are events, not situations.
 */

import type { DatasetSchema } from './dataset-schema.ts'
import { type ItemColumn, type TrainingDataConfig, usedColumnsOf } from './item-columns.ts'
import { fieldRules } from './reserved-fields.ts'

type Type = 'INTERACTIONS' | 'USERS'

export type SituationSource = ItemColumn & { readonly kind: 'category' | 'number' }

export function situationColumnsOf(
  type: Type,
  schema: DatasetSchema,
  config: TrainingDataConfig = {},
): readonly SituationSource[] {
  const reserved = new Set(fieldRules(type, undefined).reserved.map(({ name }) => name))
  return usedColumnsOf(schema, config, type).filter(
    (column): column is SituationSource => column.kind !== 'text' && !reserved.has(column.name.toUpperCase()),
  )
}
