/** What a dataset export job looks like on the wire. */

import { oneOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, S3DataConfig, Status } from '../contract/shapes/common.ts'

export const DatasetExportJobOutput = structure({
  s3DataDestination: S3DataConfig,
})

export const IngestionMode = oneOf('BULK', 'PUT', 'ALL')

export const DatasetExportJob = structure({
  jobName: optional(Name),
  datasetExportJobArn: optional(Arn),
  datasetArn: optional(Arn),
  ingestionMode: optional(IngestionMode),
  roleArn: optional(Arn),
  status: optional(Status),
  jobOutput: optional(DatasetExportJobOutput),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export const DatasetExportJobSummary = structure({
  datasetExportJobArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})
