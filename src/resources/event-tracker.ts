/** What a event tracker looks like on the wire. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, Status, TrackingId } from '../contract/shapes/common.ts'

export const EventTracker = structure({
  name: optional(Name),
  eventTrackerArn: optional(Arn),
  accountId: optional(text({ max: 256 })),
  trackingId: optional(TrackingId),
  datasetGroupArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})

export const EventTrackerSummary = structure({
  name: optional(Name),
  eventTrackerArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
})
