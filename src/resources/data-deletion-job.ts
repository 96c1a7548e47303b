/** What a data deletion job looks like on the wire. */

import { integer, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, DataSource, Name, RoleArn, Status } from '../contract/shapes/common.ts'

export const DataDeletionJob = structure({
  jobName: optional(Name),
  dataDeletionJobArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  dataSource: optional(DataSource),
  roleArn: optional(RoleArn),
  status: optional(Status),
  numDeleted: optional(integer()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export const DataDeletionJobSummary = structure({
  dataDeletionJobArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  jobName: optional(Name),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})
