/** What a batch segment job looks like on the wire. */

import { integer, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, RoleArn, S3DataConfig, Status } from '../contract/shapes/common.ts'

export const BatchSegmentJobInput = structure({
  s3DataSource: S3DataConfig,
})

export const BatchSegmentJobOutput = structure({
  s3DataDestination: S3DataConfig,
})

export const BatchSegmentJob = structure({
  jobName: optional(Name),
  batchSegmentJobArn: optional(Arn),
  filterArn: optional(Arn),
  failureReason: optional(text()),
  solutionVersionArn: optional(Arn),
  numResults: optional(integer()),
  jobInput: optional(BatchSegmentJobInput),
  jobOutput: optional(BatchSegmentJobOutput),
  roleArn: optional(RoleArn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const BatchSegmentJobSummary = structure({
  batchSegmentJobArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  solutionVersionArn: optional(Arn),
})
