/** What a dataset group looks like on the wire. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Domain, KmsKeyArn, Name, RoleArn, Status } from '../contract/shapes/common.ts'

export const DatasetGroup = structure({
  name: optional(Name),
  datasetGroupArn: optional(Arn),
  status: optional(Status),
  roleArn: optional(RoleArn),
  kmsKeyArn: optional(KmsKeyArn),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  domain: optional(Domain),
})

export const DatasetGroupSummary = structure({
  name: optional(Name),
  datasetGroupArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
  domain: optional(Domain),
})
