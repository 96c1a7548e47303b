/** What a filter looks like on the wire. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, Status } from '../contract/shapes/common.ts'

export const FilterExpression = text({ min: 1, max: 2500, sensitive: true })

export const Filter = structure({
  name: optional(Name),
  filterArn: optional(Arn),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  datasetGroupArn: optional(Arn),
  failureReason: optional(text()),
  filterExpression: optional(FilterExpression),
  status: optional(Status),
})

export const FilterSummary = structure({
  name: optional(Name),
  filterArn: optional(Arn),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  datasetGroupArn: optional(Arn),
  failureReason: optional(text()),
  status: optional(Status),
})
