/** What a dataset looks like on the wire. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, DatasetType, Name, Status, TrackingId } from '../contract/shapes/common.ts'

export const DatasetUpdateSummary = structure({
  schemaArn: optional(Arn),
  status: optional(Status),
  failureReason: optional(text()),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const Dataset = structure({
  name: optional(Name),
  datasetArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  datasetType: optional(DatasetType),
  schemaArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  latestDatasetUpdate: optional(DatasetUpdateSummary),
  trackingId: optional(TrackingId),
})

export const DatasetSummary = structure({
  name: optional(Name),
  datasetArn: optional(Arn),
  datasetType: optional(DatasetType),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})
