/** Rules on the options of an import job that look at other records. */

import { invalidInput } from '../contract/errors.ts'
import type { DatasetBody } from '../resources/dataset.ts'
import type { DatasetImportJobBody } from '../resources/dataset-import-job.ts'
import { creating } from '../resources/status.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'

const hasBulkData = (dataset: ResourceRecord): boolean =>
  bodyOf<DatasetBody>(dataset).segments.some(segment => segment.origin === 'bulk')

/** A FULL import that is still queued comes first, since imports of a dataset run in the order of their creation. */
const awaitsFullImport = async (read: RecordReader, dataset: ResourceRecord): Promise<boolean> => {
  const { account, region, arn: parent } = dataset
  const jobs = await read.list({ kind: 'dataset-import-job', account, region, parent, statuses: creating })
  return jobs.some(job => bodyOf<DatasetImportJobBody>(job).importMode === 'FULL')
}

/** The first bulk import into a dataset must be FULL, which is the default [doc: control-plane page, 9.2]. */
export const checkImportMode = async (
  read: RecordReader,
  dataset: ResourceRecord,
  importMode: DatasetImportJobBody['importMode'],
): Promise<void> => {
  if (importMode !== 'INCREMENTAL' || hasBulkData(dataset) || (await awaitsFullImport(read, dataset))) return
  throw invalidInput(`The first import into ${dataset.arn} must have the importMode FULL.`)
}

/** `publishAttributionMetricsToS3` needs a metric attribution in the group [doc: control-plane page, 9.2]. */
export const checkAttribution = async (
  read: RecordReader,
  { account, region, group }: ResourceRecord,
  publishes: boolean | undefined,
): Promise<void> => {
  if (!publishes) return
  const scope = group === null ? {} : { group }
  if ((await read.count({ kind: 'metric-attribution', account, region, ...scope })) > 0) return
  throw invalidInput('publishAttributionMetricsToS3 needs a metric attribution with an S3 destination.')
}
