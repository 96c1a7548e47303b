/**
 * Whether a group holds data that a training has not seen: automatic work happens only then. A training notes the segments
 * it reads (private member `trainedOn` of its version); any other segment is new, whatever a clock said when it came.
 */

import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import type { DatasetType } from './dataset-schema.ts'
import type { Segment } from './segment.ts'

type Owner = Pick<ResourceRecord, 'account' | 'region'>

/** Files of the segments of a group, below the data directory. */
export async function segmentFilesOf(
  read: RecordReader,
  { account, region }: Owner,
  datasetGroupArn: string,
  types?: readonly DatasetType[],
): Promise<readonly string[]> {
  const datasets = await read.list({ kind: 'dataset', account, region, parent: datasetGroupArn })
  return datasets
    .filter(({ body }) => types?.includes(body.datasetType as DatasetType) ?? true)
    .flatMap(({ body }) => ((body.segments ?? []) as readonly Segment[]).map(({ file }) => file))
}

/** A version that waits for its training will see all there is. */
export async function hasDataUnseenBy(
  version: ResourceRecord,
  read: RecordReader,
  datasetGroupArn: string,
  types: readonly DatasetType[],
): Promise<boolean> {
  const trainedOn = version.body.trainedOn as readonly string[] | undefined
  if (trainedOn === undefined) return false
  const seen = new Set(trainedOn)
  return (await segmentFilesOf(read, version, datasetGroupArn, types)).some(file => !seen.has(file))
}
