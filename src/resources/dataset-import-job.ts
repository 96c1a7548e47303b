/** Dataset import jobs: bulk data from CSV objects. ARN `dataset-import-job/<jobName>`; gone only with their dataset; newest first in lists. */

import { boolean, oneOf, optional, type Static, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, DataSource, Name, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

export const ImportMode = oneOf('FULL', 'INCREMENTAL')

export const DatasetImportJob = structure({
  jobName: optional(Name),
  datasetImportJobArn: optional(Arn),
  datasetArn: optional(Arn),
  dataSource: optional(DataSource),
  roleArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  importMode: optional(ImportMode),
  publishAttributionMetricsToS3: optional(boolean()),
})

export const DatasetImportJobSummary = structure({
  datasetImportJobArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  importMode: optional(ImportMode),
})

export interface DatasetImportJobBody {
  readonly datasetArn: string
  readonly dataSource: Static<typeof DataSource>
  readonly roleArn?: string
  readonly importMode?: Static<typeof ImportMode>
  readonly publishAttributionMetricsToS3?: boolean
  readonly failureReason?: string
  /** Private: what the rows came to. */
  readonly report?: { readonly rowCount: number; readonly rejectedCount: number; readonly rejectsFile?: string }
}

export const datasetImportJob = resource({
  kind: 'dataset-import-job',
  words: 'dataset import job',
  nameMember: 'jobName',
  arnMember: 'datasetImportJobArn',
  listOrder: 'newest',
  isTaggable: true,
  blockers: [],
  description: DatasetImportJob,
  summary: DatasetImportJobSummary,
})
