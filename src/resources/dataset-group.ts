/** Dataset groups: the container of everything else. ARN `dataset-group/<name>`; states PENDING, IN_PROGRESS, ACTIVE. */

import { optional, structure, text, timestamp } from '../contract/shape.ts'
import { Arn, Domain, KmsKeyArn, Name, RoleArn, Status } from '../contract/shapes/common.ts'
import { resource } from './resource.ts'

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

export interface DatasetGroupBody {
  readonly domain?: 'ECOMMERCE' | 'VIDEO_ON_DEMAND'
  readonly roleArn?: string
  readonly kmsKeyArn?: string
  readonly failureReason?: string
}

export const datasetGroup = resource({
  kind: 'dataset-group',
  words: 'dataset group',
  nameMember: 'name',
  arnMember: 'datasetGroupArn',
  listOrder: 'name',
  isTaggable: true,
  blockers: [
    { kind: 'event-tracker', by: 'group' },
    { kind: 'metric-attribution', by: 'group' },
    { kind: 'solution', by: 'group' },
    { kind: 'recommender', by: 'group' },
    { kind: 'filter', by: 'group' },
    { kind: 'dataset', by: 'group' },
  ],
  description: DatasetGroup,
  summary: DatasetGroupSummary,
})
