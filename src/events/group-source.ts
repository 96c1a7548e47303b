/**
 * From the records of a dataset group to what its profile is made of: the segments that are in force, the columns of the
 * schemas, and how far each dataset's stream is in its segments already.
 */

import { join } from 'node:path'
import { assert } from '../base/assert.ts'
import { parseSchema } from '../datasets/avro.ts'
import type { Column, DatasetSchema, DatasetType } from '../datasets/dataset-schema.ts'
import type { Segment } from '../datasets/segment.ts'
import type { ColumnKind } from '../profiles/columns.ts'
import { parseArn } from '../resources/arn.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { type ProfileType, profileTypes } from './apply-rows.ts'
import type { EntitySource, ReadSpec } from './read-spec.ts'

interface SourceBody {
  readonly datasetType: DatasetType
  readonly schemaArn: string
  readonly segments: readonly Segment[]
  /** Sequence in the event log up to which streamed rows are in the segments. */
  readonly foldedThrough?: number
}

export const sourceBodyOf = bodyOf<SourceBody>

/** A new dataset of the type has the same ARN, and must not get what was streamed to a former one. */
export const streamOf = ({ arn, createdAtMs }: Pick<ResourceRecord, 'arn' | 'createdAtMs'>): string =>
  `${arn}@${createdAtMs}`

export interface Stream {
  readonly type: ProfileType
  readonly stream: string
  readonly foldedThrough: number
}

export interface GroupSource {
  /** Changes when a profile must be loaded anew; segments that hold streamed rows do not change it. */
  readonly signature: string
  readonly streams: readonly Stream[]
  readonly spec: Omit<ReadSpec, 'temporaryDirectory' | 'memoryMb'>
}

/** They are members of an interaction of their own, or private to the API. */
const notOwn: ReadonlySet<string> = new Set([
  ...['USER_ID', 'ITEM_ID', 'TIMESTAMP', 'EVENT_TYPE', 'EVENT_VALUE'],
  ...['IMPRESSION', 'RECOMMENDATION_ID', 'EVENT_ATTRIBUTION_SOURCE'],
])

const kindOf = ({ name, type, categorical }: Column): ColumnKind => ({
  name: name.toUpperCase(),
  type: type === 'string' || type === 'boolean' ? type : 'number',
  isCategorical: categorical,
})

const columnsOf = (schema: DatasetSchema, left: ReadonlySet<string>): readonly ColumnKind[] =>
  schema.columns.map(kindOf).filter(({ name }) => !left.has(name))

const signatureOf = (datasets: readonly ResourceRecord[]): string =>
  JSON.stringify(
    datasets.map(record => {
      const { schemaArn, segments } = sourceBodyOf(record)
      const bulk = segments.filter(({ origin }) => origin === 'bulk').map(({ file }) => file)
      return [streamOf(record), schemaArn, bulk]
    }),
  )

const ofProfiles = (record: ResourceRecord): boolean =>
  profileTypes.includes(sourceBodyOf(record).datasetType as ProfileType)

/** One read, so that nothing is committed between two of them. */
async function datasetsOf(read: RecordReader, datasetGroupArn: string): Promise<readonly ResourceRecord[]> {
  const { account, region } = parseArn(datasetGroupArn)
  return (await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })).filter(ofProfiles)
}

export async function schemaOf(read: RecordReader, dataset: ResourceRecord): Promise<DatasetSchema> {
  const { schemaArn } = sourceBodyOf(dataset)
  const schema = await read.get(schemaArn)
  assert(schema, `the schema of a dataset exists as long as it: ${schemaArn}`)
  return parseSchema(schema.body.schema as string)
}

export const signatureIn = async (read: RecordReader, datasetGroupArn: string): Promise<string> =>
  signatureOf(await datasetsOf(read, datasetGroupArn))

export async function groupSource(
  read: RecordReader,
  datasetGroupArn: string,
  dataDirectory: string,
): Promise<GroupSource> {
  const datasets = await datasetsOf(read, datasetGroupArn)
  const source = async (type: ProfileType, left: ReadonlySet<string>): Promise<EntitySource> => {
    const record = datasets.find(({ body }) => body.datasetType === type)
    if (!record) return { files: [], columns: [] }
    const files = sourceBodyOf(record).segments.map(({ file }) => join(dataDirectory, file))
    return { files, columns: columnsOf(await schemaOf(read, record), left) }
  }
  return {
    signature: signatureOf(datasets),
    streams: datasets.map(record => ({
      type: sourceBodyOf(record).datasetType as ProfileType,
      stream: streamOf(record),
      foldedThrough: sourceBodyOf(record).foldedThrough ?? 0,
    })),
    spec: {
      items: await source('ITEMS', new Set(['ITEM_ID'])),
      users: await source('USERS', new Set(['USER_ID'])),
      interactions: await source('INTERACTIONS', notOwn),
    },
  }
}
