/**
 * Which schema a dataset may have: its text must be right for the type and domain (rules in `datasets/avro.ts`), it must
 * have been made for the domain of the group, and a new one may only add nullable fields [doc: control-plane page, 4.3].
 */

import { invalidInput } from '../contract/errors.ts'
import { checkSchema, parseSchema, SchemaFault } from '../datasets/avro.ts'
import type { Column, DatasetSchema } from '../datasets/dataset-schema.ts'
import type { Owner } from '../resources/arn.ts'
import type { DatasetBody, DatasetTypeName } from '../resources/dataset.ts'
import { type DatasetGroupBody, datasetGroup } from '../resources/dataset-group.ts'
import { type SchemaBody, schema } from '../resources/schema.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { find } from './finding.ts'

/** A fault in the customer's schema text, told to the customer. */
export const asInvalidInput = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (error instanceof SchemaFault) throw invalidInput(error.message)
    throw error
  }
}

export const schemaTextOf = (record: ResourceRecord): DatasetSchema => parseSchema(bodyOf<SchemaBody>(record).schema)

export const schemaOfDataset = async (read: RecordReader, dataset: ResourceRecord): Promise<DatasetSchema> =>
  schemaTextOf(await find(read, dataset, schema, bodyOf<DatasetBody>(dataset).schemaArn))

const checkDomain = (schemaRecord: ResourceRecord, group: ResourceRecord): void => {
  const { domain: ofSchema } = bodyOf<SchemaBody>(schemaRecord)
  const { domain: ofGroup } = bodyOf<DatasetGroupBody>(group)
  if (ofSchema === ofGroup) return
  const told = (domain: string | undefined) => (domain === undefined ? 'no domain' : `the domain ${domain}`)
  throw invalidInput(`The schema was created for ${told(ofSchema)}, but the dataset group has ${told(ofGroup)}.`)
}

/** [doc: control-plane page, 4.1] */
const forCustomGroups: readonly DatasetTypeName[] = ['ACTIONS', 'ACTION_INTERACTIONS']

const checkTypeAllowed = (datasetType: DatasetTypeName, group: ResourceRecord): void => {
  const { domain } = bodyOf<DatasetGroupBody>(group)
  if (domain === undefined || !forCustomGroups.includes(datasetType)) return
  throw invalidInput(`A dataset group with the domain ${domain} cannot have a dataset of type ${datasetType}.`)
}

export const checkSchemaFits = (
  schemaRecord: ResourceRecord,
  datasetType: DatasetTypeName,
  group: ResourceRecord,
): void => {
  checkTypeAllowed(datasetType, group)
  checkDomain(schemaRecord, group)
  const { domain } = bodyOf<DatasetGroupBody>(group)
  asInvalidInput(() => checkSchema(schemaTextOf(schemaRecord), datasetType, domain))
}

export const datasetWithSchema = async (
  read: RecordReader,
  { account, region }: Owner,
  schemaArn: string,
): Promise<ResourceRecord | undefined> => {
  const datasets = await read.list({ kind: 'dataset', account, region })
  return datasets.find(record => {
    const { schemaArn: current, latestDatasetUpdate } = bodyOf<DatasetBody>(record)
    return current === schemaArn || latestDatasetUpdate?.schemaArn === schemaArn
  })
}

const isSameColumn = (one: Column, other: Column): boolean =>
  one.name === other.name &&
  one.type === other.type &&
  one.nullable === other.nullable &&
  one.categorical === other.categorical &&
  one.textual === other.textual &&
  one.itemName === other.itemName

const checkOnlyAdds = (former: DatasetSchema, wanted: DatasetSchema): void => {
  const lost = former.columns.find(column => !wanted.columns.some(other => isSameColumn(column, other)))
  if (lost) throw invalidInput(`The new schema must keep the field ${lost.name} with its type and attributes.`)
  const known = new Set(former.columns.map(column => column.name))
  const strict = wanted.columns.find(column => !known.has(column.name) && !column.nullable)
  if (strict) throw invalidInput(`The new field ${strict.name} must be nullable: its type must be a union with null.`)
}

export const checkSchemaChange = async (
  read: RecordReader,
  dataset: ResourceRecord,
  wanted: ResourceRecord,
): Promise<void> => {
  const { datasetType, datasetGroupArn } = bodyOf<DatasetBody>(dataset)
  if (datasetType !== 'ITEMS' && datasetType !== 'USERS') {
    throw invalidInput(`Only datasets of type ITEMS and USERS can take another schema, not ${datasetType}.`)
  }
  checkSchemaFits(wanted, datasetType, await find(read, dataset, datasetGroup, datasetGroupArn))
  checkOnlyAdds(await schemaOfDataset(read, dataset), schemaTextOf(wanted))
}
