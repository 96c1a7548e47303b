/** What a schema looks like on the wire. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Domain, Name } from '../contract/shapes/common.ts'

export const AvroSchema = text({ max: 20000 })

export const DatasetSchema = structure({
  name: optional(Name),
  schemaArn: optional(Arn),
  schema: optional(AvroSchema),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  domain: optional(Domain),
})

export const DatasetSchemaSummary = structure({
  name: optional(Name),
  schemaArn: optional(Arn),
  creationDateTime: optional(timestamp()),
  lastUpdatedDateTime: optional(timestamp()),
  domain: optional(Domain),
})
