/**
 * Which columns of the group's Items dataset a training reads: none for recipes that do not use items, else those the
 * schema has and the solution's `trainingDataConfig` leaves in.
 */

import { parseSchema } from '../datasets/avro.ts'
import { type ItemColumn, itemColumnsOf, type TrainingDataConfig } from '../datasets/item-columns.ts'
import type { Recipe } from '../recipes/recipe.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { SchemaBody } from '../resources/schema.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'

export interface ItemsToRead {
  /** Absent: the Items dataset is not looked at. */
  readonly itemColumns?: readonly ItemColumn[]
}

export interface ItemsConfig {
  readonly trainingDataConfig?: TrainingDataConfig
}

export async function itemsToRead(
  read: RecordReader,
  { account, region }: ResourceRecord,
  datasetGroupArn: string,
  recipe: Recipe,
  { trainingDataConfig }: ItemsConfig = {},
): Promise<ItemsToRead> {
  if (!recipe.readsItems) return {}
  const datasets = await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
  const body = datasets.map(record => record.body as unknown as DatasetBody).find(isItems)
  const schema = body && (await read.get(body.schemaArn))
  if (schema === undefined) return {}
  const text = (schema.body as unknown as SchemaBody).schema
  return { itemColumns: itemColumnsOf(parseSchema(text), trainingDataConfig) }
}

const isItems = ({ datasetType }: DatasetBody): boolean => datasetType === 'ITEMS'
