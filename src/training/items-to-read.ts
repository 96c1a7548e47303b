/**
 * Which columns of the group's Items dataset a training reads: none for recipes that do not use items, else those the
 * schema has and the solution's `trainingDataConfig` leaves in; and the attribute of an objective.
 */

import { parseSchema } from '../datasets/avro.ts'
import { type ItemColumn, itemColumnsOf, type TrainingDataConfig } from '../datasets/item-columns.ts'
import type { Recipe } from '../recipes/recipe.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { SchemaBody } from '../resources/schema.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { ObjectiveConfig } from './objective.ts'

export interface ItemsToRead {
  /** Absent: the Items dataset is not looked at. */
  readonly itemColumns?: readonly ItemColumn[]
}

export interface ItemsConfig {
  readonly trainingDataConfig?: TrainingDataConfig
  readonly optimizationObjective?: ObjectiveConfig
}

export async function itemsToRead(
  read: RecordReader,
  { account, region }: ResourceRecord,
  datasetGroupArn: string,
  recipe: Recipe,
  { trainingDataConfig, optimizationObjective }: ItemsConfig = {},
): Promise<ItemsToRead> {
  const attribute = recipe.supportsObjective ? optimizationObjective?.itemAttribute : undefined
  if (!recipe.readsItems && attribute === undefined) return {}
  const datasets = await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
  const body = datasets.map(record => bodyOf<DatasetBody>(record)).find(isItems)
  const schema = body && (await read.get(body.schemaArn))
  if (schema === undefined) return {}
  const text = bodyOf<SchemaBody>(schema).schema
  const columns = recipe.readsItems ? itemColumnsOf(parseSchema(text), trainingDataConfig) : []
  return { itemColumns: withAttribute(columns, attribute) }
}

/** What an objective aims at is read even where it is left out of training. */
const withAttribute = (columns: readonly ItemColumn[], attribute: string | undefined): readonly ItemColumn[] =>
  attribute === undefined || columns.some(({ name }) => name === attribute)
    ? columns
    : [...columns, { name: attribute, kind: 'number' }]

const isItems = ({ datasetType }: DatasetBody): boolean => datasetType === 'ITEMS'
