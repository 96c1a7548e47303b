/**
 * Which columns of interactions and users a training reads as situations: none for recipes that do not use them, else those
 * that the schemas have and the solution's `trainingDataConfig` leaves in. And whether it reads of which type events were.
 */

import { parseSchema } from '../datasets/avro.ts'
import { isLeftIn } from '../datasets/item-columns.ts'
import { type SituationSource, situationColumnsOf } from '../datasets/situation-columns.ts'
import type { Recipe } from '../recipes/recipe.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { SchemaBody } from '../resources/schema.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { ItemsConfig } from './items-to-read.ts'

export interface SituationsToRead {
  readonly contextColumns?: readonly SituationSource[]
  readonly userColumns?: readonly SituationSource[]
  readonly events?: { readonly readsTypes: boolean }
}

export async function situationsToRead(
  read: RecordReader,
  { account, region }: ResourceRecord,
  datasetGroupArn: string,
  recipe: Recipe,
  { trainingDataConfig }: ItemsConfig = {},
): Promise<SituationsToRead> {
  if (!recipe.readsSituations) return {}
  const datasets = await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
  const columnsOf = async (type: 'INTERACTIONS' | 'USERS') => {
    const body = datasets.map(record => bodyOf<DatasetBody>(record)).find(({ datasetType }) => datasetType === type)
    const schema = body?.schemaArn === undefined ? undefined : await read.get(body.schemaArn)
    if (schema === undefined) return []
    return situationColumnsOf(type, parseSchema(bodyOf<SchemaBody>(schema).schema), trainingDataConfig)
  }
  return {
    contextColumns: await columnsOf('INTERACTIONS'),
    userColumns: await columnsOf('USERS'),
    events: { readsTypes: isLeftIn('EVENT_TYPE', 'INTERACTIONS', trainingDataConfig) },
  }
}
