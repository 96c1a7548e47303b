/** Columns in and out of training, and the objective [control-plane page, section 11.2]. */

import { invalidInput } from '../../contract/errors.ts'
import type { ColumnType } from '../../datasets/dataset-schema.ts'
import { type DatasetTypeName, datasetTypeOf } from '../../resources/dataset.ts'
import { hasColumn, type Rule, type Schemas } from './asked.ts'

type ColumnLists = Readonly<Record<string, readonly string[]>>

/** A model cannot be trained without these; the guide names EVENT_TYPE only [doc; the others follow]. */
const neverExcluded: Partial<Record<DatasetTypeName, readonly string[]>> = {
  INTERACTIONS: ['USER_ID', 'ITEM_ID', 'TIMESTAMP', 'EVENT_TYPE'],
  ITEMS: ['ITEM_ID'],
  USERS: ['USER_ID'],
}

/** Dataset types are keys here, in any case [inferred]; which of two spellings of one type is meant, nobody can tell. */
const byType = (lists: ColumnLists): ReadonlyMap<DatasetTypeName, readonly string[]> => {
  const found = new Map<DatasetTypeName, readonly string[]>()
  for (const [given, columns] of Object.entries(lists)) {
    const type = datasetTypeOf(given)
    if (!type) throw invalidInput(`trainingDataConfig names ${given}, which is not a dataset type.`)
    if (found.has(type))
      throw invalidInput(`trainingDataConfig names the dataset type ${type} in more than one spelling.`)
    found.set(type, columns)
  }
  return found
}

const checkColumnsExist = (type: DatasetTypeName, columns: readonly string[], schemas: Schemas): void => {
  const schema = schemas[type]
  if (!schema) throw invalidInput(`trainingDataConfig names ${type}, but the dataset group has no such dataset.`)
  const unknown = columns.find(column => !hasColumn(schema, column))
  if (unknown !== undefined) throw invalidInput(`The ${type} dataset has no column ${unknown}.`)
}

export const trainingColumnsFit: Rule = ({ recipe, config: { trainingDataConfig }, schemas }) => {
  if (!trainingDataConfig) return
  if (recipe.recipeType === 'PERSONALIZED_ACTIONS') {
    throw invalidInput(`${recipe.name} does not support trainingDataConfig.`)
  }
  const excluded = byType(trainingDataConfig.excludedDatasetColumns ?? {})
  const included = byType(trainingDataConfig.includedDatasetColumns ?? {})
  for (const [type, columns] of [...excluded, ...included]) checkColumnsExist(type, columns, schemas)
  for (const [type, columns] of excluded) {
    if (included.has(type)) throw invalidInput(`Columns of ${type} cannot be both included and excluded.`)
    const needed = columns.find(column => neverExcluded[type]?.includes(column))
    if (needed !== undefined) throw invalidInput(`The column ${needed} of ${type} cannot be excluded.`)
  }
}

const numeric: readonly ColumnType[] = ['int', 'long', 'float', 'double']

export const objectiveFits: Rule = ({ recipe, config: { optimizationObjective }, schemas }) => {
  if (!optimizationObjective) return
  if (!recipe.supportsObjective) throw invalidInput(`${recipe.name} does not support optimizationObjective.`)
  const { itemAttribute } = optimizationObjective
  if (itemAttribute === undefined) throw invalidInput('optimizationObjective must have an itemAttribute.')
  const column = schemas.ITEMS?.columns.find(column => column.name === itemAttribute)
  if (column && numeric.includes(column.type) && !column.nullable) return
  throw invalidInput(`itemAttribute must be a numeric column of the Items dataset without nulls: ${itemAttribute}`)
}
