/**
 * Event trackers: the door by which events reach a dataset group, one per group. ARN `event-tracker/<8 hex digits>`, which
 * are the first of its tracking id, so that the id that comes with events names the record.
 */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, Status, TrackingId } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

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

export interface EventTrackerBody {
  readonly accountId: string
  readonly trackingId: string
  readonly datasetGroupArn: string
}

/** What follows `event-tracker/` in the ARN of the tracker with this id. */
export const trackerPath = (trackingId: string): string => trackingId.slice(0, 8)

export const eventTracker = resource({
  kind: 'event-tracker',
  words: 'event tracker',
  nameMember: 'name',
  arnMember: 'eventTrackerArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [],
  description: EventTracker,
  summary: EventTrackerSummary,
})
