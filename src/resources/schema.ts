/** Schemas: immutable Avro texts of an account, outside any group. ARN `schema/<name>`; no status, no tags. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Domain, Name } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

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

export interface SchemaBody {
  readonly schema: string
  readonly domain?: 'ECOMMERCE' | 'VIDEO_ON_DEMAND'
}

/** Blocked by every dataset that refers to it; the dataset holds the reference, so the operation looks there. */
export const schema = resource({
  kind: 'schema',
  words: 'schema',
  nameMember: 'name',
  arnMember: 'schemaArn',
  listOrder: 'name',
  isTaggable: false,
  blockers: [],
  description: DatasetSchema,
  summary: DatasetSchemaSummary,
})
