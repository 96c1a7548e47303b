/** What a metric attribution looks like on the wire. */

import { listOf, optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, EventType, MetricName, Name, RoleArn, S3DataConfig, Status } from '../contract/shapes/common.ts'

export const MetricAttribute = structure({
  eventType: EventType,
  metricName: MetricName,
  expression: text({ max: 256 }),
})

export const MetricAttributes = listOf(MetricAttribute, { max: 10 })

export const MetricAttributionOutput = structure({
  s3DataDestination: optional(S3DataConfig),
  roleArn: RoleArn,
})

export const MetricAttribution = structure({
  name: optional(Name),
  metricAttributionArn: optional(Arn),
  datasetGroupArn: optional(Arn),
  metricsOutputConfig: optional(MetricAttributionOutput),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})

export const MetricAttributionSummary = structure({
  name: optional(Name),
  metricAttributionArn: optional(Arn),
  status: optional(Status),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  failureReason: optional(text()),
})
