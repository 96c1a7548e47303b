/** From what a put names to the dataset it goes into and the schema its rows must fit. */

import { ApiError, invalidInput } from '../../contract/errors.ts'
import type { DatasetSchema } from '../../datasets/dataset-schema.ts'
import { arnOf } from '../../resources/arn.ts'
import { type DatasetBody, type DatasetTypeName, dataset } from '../../resources/dataset.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { type EventTrackerBody, eventTracker, trackerPath } from '../../resources/event-tracker.ts'
import { schema } from '../../resources/schema.ts'
import { isDeleting } from '../../resources/status.ts'
import { bodyOf } from '../../storage/body-of.ts'
import type { Records, ResourceRecord } from '../../storage/records.ts'
import type { OperationContext } from '../context.ts'
import { find, findIfAny, wrongStatus } from '../finding.ts'
import { datasetOfType } from '../group-data.ts'
import { schemaTextOf } from '../schema-fit.ts'

export interface Target {
  readonly dataset: ResourceRecord
  readonly schema: DatasetSchema
}

/** Schemas never change, and a few thousand puts a second read the same few. A new one under an old ARN has another time. */
const parsedSchemas = new WeakMap<Records, Map<string, DatasetSchema>>()
const parsedMax = 1000

function parsedOnce(record: ResourceRecord, records: Records): DatasetSchema {
  const known = parsedSchemas.get(records) ?? new Map<string, DatasetSchema>()
  parsedSchemas.set(records, known)
  const key = `${record.arn} ${record.createdAtMs}`
  const parsed = known.get(key) ?? schemaTextOf(record)
  if (known.size >= parsedMax) known.clear()
  known.set(key, parsed)
  return parsed
}

async function targetOf(record: ResourceRecord, { records }: OperationContext): Promise<Target> {
  const schemaRecord = await find(records, record, schema, bodyOf<DatasetBody>(record).schemaArn)
  return { dataset: record, schema: parsedOnce(schemaRecord, records) }
}

/** Events straight after CreateEventTracker are taken [sample: control-plane page, section 3]. */
export async function trackedInteractions(trackingId: string, context: OperationContext): Promise<Target> {
  const { records, caller } = context
  const tracker = await findIfAny(
    records,
    caller,
    eventTracker,
    arnOf(caller, 'event-tracker', trackerPath(trackingId)),
  )
  const isKnown = tracker && bodyOf<EventTrackerBody>(tracker).trackingId === trackingId && !isDeleting(tracker.status)
  if (!isKnown) throw invalidInput(`There is no event tracker with the tracking id ${trackingId}.`)
  const { datasetGroupArn } = bodyOf<EventTrackerBody>(tracker)
  const interactions = await datasetOfType(
    records,
    await find(records, caller, datasetGroup, datasetGroupArn),
    'INTERACTIONS',
  )
  if (!interactions || isDeleting(interactions.status)) {
    throw invalidInput(`The dataset group ${datasetGroupArn} has no Interactions dataset that events could go into.`)
  }
  return targetOf(interactions, context)
}

/** The dataset is its own tracker: its tracking id was made with it [doc: runtime page, 4.9]. */
export async function trackedActions(trackingId: string, context: OperationContext): Promise<Target> {
  const { records, caller } = context
  const datasets = await records.list({ kind: 'dataset', account: caller.account, region: caller.region })
  const record = datasets.find(({ body }) => body.trackingId === trackingId)
  if (!record) {
    throw new ApiError(
      'ResourceNotFoundException',
      `There is no dataset of action interactions with the tracking id ${trackingId}.`,
    )
  }
  if (isDeleting(record.status)) throw wrongStatus(record)
  return targetOf(record, context)
}

/** A dataset that is still being made, or goes, is in use [inferred: runtime page, 4.8]. */
export async function datasetToPutInto(
  datasetArn: string,
  datasetType: DatasetTypeName,
  context: OperationContext,
): Promise<Target> {
  const record = await find(context.records, context.caller, dataset, datasetArn)
  const { datasetType: type } = bodyOf<DatasetBody>(record)
  if (type !== datasetType) throw invalidInput(`The dataset ${datasetArn} has the type ${type}, not ${datasetType}.`)
  if (record.status !== 'ACTIVE') throw wrongStatus(record)
  return targetOf(record, context)
}
