/** What a dataset group holds, as solutions and campaigns ask for it. */

import { invalidInput } from '../contract/errors.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { arnOf } from '../resources/arn.ts'
import { type DatasetBody, type DatasetTypeName, dataset, datasetTypes } from '../resources/dataset.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { findIfAny } from './finding.ts'
import { schemaOfDataset } from './schema-fit.ts'
import type { Schemas } from './solution-rules/asked.ts'

export const datasetOfType = (
  read: RecordReader,
  group: ResourceRecord,
  type: DatasetTypeName,
): Promise<ResourceRecord | undefined> => findIfAny(read, group, dataset, arnOf(group, 'dataset', group.name, type))

export const schemasOf = async (read: RecordReader, group: ResourceRecord): Promise<Schemas> => {
  const schemas: Schemas = {}
  for (const type of datasetTypes) {
    const record = await datasetOfType(read, group, type)
    if (record) schemas[type] = await schemaOfDataset(read, record)
  }
  return schemas
}

const hasData = (record: ResourceRecord | undefined): boolean =>
  record !== undefined && bodyOf<DatasetBody>(record).segments.length > 0

/** Works from the texts of items; interactions are optional [doc: control-plane page, 10.3]. */
const trainsWithoutInteractions = 'aws-semantic-similarity'

const hasTracker = async (read: RecordReader, { account, region, arn: parent }: ResourceRecord): Promise<boolean> =>
  (await read.count({ kind: 'event-tracker', account, region, parent })) > 0

/** The text is the service's, and so is that a tracker's stream counts as data [sample: control-plane page, 4.6]. */
export const mustHaveInteractions = async (
  read: RecordReader,
  group: ResourceRecord,
  recipe: Recipe | undefined,
): Promise<void> => {
  if (recipe?.name === trainsWithoutInteractions) return
  if (hasData(await datasetOfType(read, group, 'INTERACTIONS')) || (await hasTracker(read, group))) return
  throw invalidInput(
    'Dataset group must contain an INTERACTIONS dataset with successfully completed dataset import job or EVENT_INTERACTIONS',
  )
}
