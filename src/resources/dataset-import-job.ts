/** What a dataset import job looks like on the wire. */

import { boolean, oneOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, DataSource, Name, Status } from '../contract/shapes/common.ts'

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
