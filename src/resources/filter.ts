/**
 * Filters: a named expression over the datasets of a group, used by the requests that name it. ARN `filter/<name>`; it cannot
 * be changed. Nothing keeps it from being deleted except a batch job that runs with it [doc: runtime page, 1.11].
 */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Name, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

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

export interface FilterBody {
  readonly datasetGroupArn: string
  /** To the letter as it was given. */
  readonly filterExpression: string
  readonly failureReason?: string
  /** Private: the distinct `Dataset.FIELD`s it tests, which count towards a quota of the group. */
  readonly fields: readonly string[]
}

export const filter = resource({
  kind: 'filter',
  words: 'filter',
  nameMember: 'name',
  arnMember: 'filterArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [],
  description: Filter,
  summary: FilterSummary,
})
